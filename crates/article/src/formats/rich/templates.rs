//! How the nodes of editors are written as HTML.

/// How a node is written, by its name in small letters without what stands between the words.
///
/// In braces: `*` its content, `+` its items, `:` its rows, `~` the words of its content, `#` its level; `a|b` the words at
/// the first of these paths that has any, `=a|b` the same where they are HTML or nodes, `%a|b` where they are several
/// paragraphs, `@name a|b` an attribute, left out when there are none. What stands before a `+` in a path stands before
/// the words.
pub(super) const NODES: [(&str, &str); 87] = [
    ("paragraph", "<p>{*}</p>"),
    ("heading", "<h{#}>{*}</h{#}>"),
    ("extendedheading", "<h{#}>{*}</h{#}>"),
    ("bulletlist", "<ul>{*}</ul>"),
    ("unorderedlist", "<ul>{*}</ul>"),
    ("tasklist", "<ul>{*}</ul>"),
    ("decisionlist", "<ul>{*}</ul>"),
    ("orderedlist", "<ol{@start start|order}>{*}</ol>"),
    ("quote", QUOTE),
    ("extendedquote", QUOTE),
    ("blockquote", QUOTE),
    (
        "pullquote",
        "<figure class=pullquote><blockquote>{*}{quote|text}<cite>{attribution|author}</cite></blockquote></figure>",
    ),
    ("aside", "<blockquote class=kg-blockquote-alt>{*}</blockquote>"),
    ("code", "<pre><code class=\"language-{language}\">{~}</code></pre>"),
    ("codeblock", "<pre><code class=\"language-{language}\">{~}</code></pre>"),
    ("horizontalrule", "<hr>"),
    ("hr", "<hr>"),
    ("rule", "<hr>"),
    ("divider", "<hr>"),
    ("hardbreak", "<br>"),
    ("linebreak", "<br>"),
    ("softreturn", "<br>"),
    ("link", "<a{@href url|href}>{*}</a>"),
    ("autolink", "<a{@href url}>{*}</a>"),
    ("hyperlink", "<a{@href uri}>{*}</a>"),
    ("inlinecard", "<a{@href url}>{url}</a>"),
    ("blockcard", "<p><a{@href url}>{url}</a></p>"),
    ("embedcard", "<iframe{@src url}></iframe>"),
    ("table", "<table>{*}</table>"),
    ("tablerow", "<tr>{*}</tr>"),
    ("tablecell", "<td{@colspan colspan|colSpan}{@rowspan rowspan|rowSpan}>{*}</td>"),
    ("tableheader", "<th{@colspan colspan|colSpan}{@rowspan rowspan|rowSpan}>{*}</th>"),
    ("tableheadercell", "<th{@colspan colspan}{@rowspan rowspan}>{*}</th>"),
    ("image", IMAGE),
    ("upload", IMAGE),
    ("media", IMAGE),
    ("mediablock", IMAGE),
    ("figure", "<figure><img{@src src}{@alt alt}>{*}</figure>"),
    ("captionedimage", "<figure>{*}</figure>"),
    ("mediasingle", "<figure>{*}</figure>"),
    ("caption", "<figcaption>{*}</figcaption>"),
    ("figcaption", "<figcaption>{*}</figcaption>"),
    // A picture of a gallery.
    ("", "<img{@src src|url}{@alt alt}{@width width}{@height height}>"),
    ("gallery", "<figure class=kg-gallery-card>{*}<figcaption>{=caption}</figcaption></figure>"),
    ("html", "{=html}"),
    ("markdown", "{%markdown}"),
    ("cardmarkdown", "{%markdown}"),
    ("embed", "<iframe{@src url|src}{@title metadata/title|title}></iframe><p>{=caption}</p>"),
    (
        "youtube",
        "<iframe{@src src|url|https://www.youtube.com/watch?v=+videoID|https://www.youtube.com/watch?v=+videoId|\
        https://www.youtube.com/watch?v=+id}{@title title}></iframe>",
    ),
    ("vimeo", "<iframe{@src src|url|https://vimeo.com/+videoId|https://vimeo.com/+id}{@title title}></iframe>"),
    ("tweet", "<iframe{@src url|https://x.com/i/status/+tweetId|https://x.com/i/status/+id}></iframe>"),
    ("iframe", "<iframe{@src src|url}{@title title}></iframe>"),
    (
        "bookmark",
        "<figure class=kg-bookmark-card><a{@href url}><b class=kg-bookmark-title>{metadata/title|title|url}</b> \
        <i class=kg-bookmark-publisher>{metadata/publisher}</i></a><figcaption>{=caption}</figcaption></figure>",
    ),
    ("callout", BOX),
    ("infobox", BOX),
    ("banner", BOX),
    ("alert", BOX),
    ("panel", "<aside>{*}</aside>"),
    (
        "toggle",
        "<div class=kg-toggle-card><h4 class=kg-toggle-heading-text>{=heading}</h4>\
        <div class=kg-toggle-content>{=content}</div></div>",
    ),
    ("expand", "<details><summary>{title}</summary>{*}</details>"),
    ("nestedexpand", "<details><summary>{title}</summary>{*}</details>"),
    ("details", "<details>{*}</details>"),
    ("detailssummary", "<summary>{*}</summary>"),
    ("collapsiblecontainer", "<details>{*}</details>"),
    ("collapsibletitle", "<summary>{*}</summary>"),
    ("button", "<p><a{@href buttonUrl|url}>{buttonText|text|label}</a></p>"),
    ("calltoaction", "{=textValue}<p><a{@href buttonUrl}>{buttonText}</a></p>"),
    (
        "audio",
        "<figure><audio{@src src|url|value/url|media/url}{@title title}></audio><figcaption>{=caption}</figcaption></figure>",
    ),
    (
        "video",
        "<figure><video{@src src|url|file/url|value/url|media/url}{@poster thumbnailSrc|customThumbnailSrc}{@width width}{@height height}></video>\
        <figcaption>{=caption}</figcaption></figure>",
    ),
    (
        "file",
        "<p><a{@href src|url|value/url|media/url}>{fileTitle|title|fileName|value/filename|media/filename}</a></p>",
    ),
    ("header", "<h2>{=heading}</h2><p>{=subheading}</p>"),
    ("product", "<h4>{=productTitle}</h4>{=productDescription}"),
    ("mention", "{text|label}"),
    ("emoji", "{text|shortName}"),
    ("status", "{text}"),
    ("equation", MATHEMATICS),
    ("inlinemath", MATHEMATICS),
    ("blockmath", MATHEMATICS),
    ("latex", MATHEMATICS),
    ("footnote", " ({*}{text})"),
    // What asks the reader for an address or a payment.
    ("paywall", ""),
    ("signup", ""),
    ("email", ""),
    ("emailcta", ""),
    // What stands in the editor for something that is not here.
    ("extension", ""),
    ("inlineextension", ""),
    ("placeholder", ""),
];

const IMAGE: &str = "<figure><img{@src src|url|value/url|media/url}{@alt alt|altText|value/alt|media/alt}\
    {@width width|value/width|media/width}{@height height|value/height|media/height}>\
    <figcaption>{=caption|value/caption|media/caption}</figcaption></figure>";

const QUOTE: &str = "<blockquote>{*}{quote|text}<cite>{attribution|author}</cite></blockquote>";

const BOX: &str = "<div class=kg-callout-card>{calloutEmoji} {=calloutText}<p><strong>{title|heading}</strong></p>{*}\
    <p>{text|message}</p></div>";

const MATHEMATICS: &str = "<code>{equation|latex|formula|text}</code>";
