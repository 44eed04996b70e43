//! The blocks that comments are made of: what `markdown` writes, of all that the native article format has.

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ArrayBuilder, Ref, RefOr, schema::Schema},
};

use crate::store::Body;

impl PartialSchema for Body {
    fn schema() -> RefOr<Schema> {
        ArrayBuilder::new().items(Ref::from_schema_name("Block")).into()
    }
}

impl ToSchema for Body {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push(("Block".to_owned(), Block::schema()));
        schemas.push(("Inline".to_owned(), Inline::schema()));
        schemas.push(("Span".to_owned(), Span::schema()));
    }
}

/// A block of a comment.
#[derive(ToSchema)]
#[serde(tag = "type", rename_all = "kebab-case")]
#[expect(dead_code, reason = "it is there for its schema")]
enum Block {
    /// Running text.
    Paragraph {
        #[schema(no_recursion)]
        content: Vec<Inline>,
    },
    /// Somebody's words, set apart.
    Quote {
        #[schema(no_recursion)]
        body: Vec<Block>,
    },
    /// An ordered or unordered list.
    List {
        /// Whether the order means something.
        ordered: bool,
        /// The first number, when it is not 1.
        #[schema(required = false, nullable = false)]
        start: Option<u32>,
        /// The items, each of one block or more.
        #[schema(no_recursion)]
        items: Vec<Vec<Block>>,
    },
    /// Computer code.
    Code {
        /// The code, line breaks and all.
        text: String,
        /// The language, where it was named.
        #[schema(required = false, nullable = false)]
        language: Option<String>,
    },
}

/// A piece of running text.
#[derive(ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "it is there for its schema")]
enum Inline {
    /// Plain text.
    Text(String),
    /// Text with a meaning.
    #[schema(no_recursion)]
    Span(Span),
}

/// Text with a meaning.
#[derive(ToSchema)]
#[serde(tag = "type", rename_all = "kebab-case")]
#[expect(dead_code, reason = "it is there for its schema")]
enum Span {
    /// Of strong importance.
    Strong {
        #[schema(no_recursion)]
        content: Vec<Inline>,
    },
    /// Stressed.
    Emphasis {
        #[schema(no_recursion)]
        content: Vec<Inline>,
    },
    /// Leads somewhere.
    Link {
        /// An address that begins with `https:`, `http:` or `mailto:`.
        #[schema(format = "uri")]
        url: String,
        #[schema(no_recursion)]
        content: Vec<Inline>,
    },
    /// Computer code.
    Code {
        /// The code.
        text: String,
    },
    /// A line ends here.
    Break,
}
