// The text of an article in the native format, with the elements and classes that <article-viewer> gives it.

const SPANS = { strong: "strong", emphasis: "em", sub: "sub", sup: "sup", mark: "mark", code: "code" };

const Span = ({ span }) => {
  if (typeof span === "string") return span;
  if (span.type === "break") return <br />;
  if (span.type === "link") return <a href={span.url}><Inlines content={span.content} /></a>;
  const Tag = SPANS[span.type];
  if (!Tag) throw new Error(`the comparison pages do not know the span ${span.type}`);
  return <Tag>{span.text ?? <Inlines content={span.content} />}</Tag>;
};

const Inlines = ({ content }) => [content].flat().map((span, index) => <Span key={index} span={span} />);

const Block = ({ block }) => {
  if (typeof block === "string") return <p className="av-paragraph">{block}</p>;
  const content = <Inlines content={block.content ?? block.text} />;
  if (block.type === "paragraph") return <p className="av-paragraph">{content}</p>;
  if (block.type === "heading") {
    const Heading = `h${block.level}`;
    return <Heading className="av-heading">{content}</Heading>;
  }
  throw new Error(`the comparison pages do not know the block ${block.type}`);
};

const Lead = ({ image, base }) => (
  <figure className="av-figure av-lead">
    <img
      className="av-image"
      src={base + image.url}
      srcSet={sources(image, base)}
      sizes={SIZES}
      width={image.width}
      height={image.height}
      alt={image.alt}
      fetchPriority="high"
      decoding="async"
    />
    <figcaption className="av-caption">
      <Inlines content={image.caption} /> <span className="av-credit">{image.credit}</span>
    </figcaption>
  </figure>
);

export const SIZES = "(min-width: 52rem) 48rem, 100vw";
export const sources = (image, base) =>
  [...image.variants, image].map(({ url, width }) => `${base}${url} ${width}w`).join(", ");

const day = (date, language) =>
  new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(new Date(date));

// `base` is the folder of the article, which addresses in it are relative to.
export const Text = ({ article, base, children }) => {
  const { language, place, weather } = article;
  return (
    <article-viewer>
      <header className="av-header" lang={language} dir="ltr">
        {place && <p className="av-strip">{`${place.name} | ${weather.temperature_c}°C (${weather.condition})`}</p>}
        <h1 className="av-headline">{article.headline}</h1>
        <div className="av-meta">
          <span className="av-source">{article.source.name}</span>{" "}
          <time className="av-published" dateTime={article.published}>{day(article.published, language)}</time>{" "}
          {children}
        </div>
      </header>
      <div className="av-body" lang={language} dir="ltr">
        {article.image && <Lead image={article.image} base={base} />}
        {article.ai && <p className="av-ai-label"><span>Edited with AI</span></p>}
        {article.deck && <p className="av-deck">{article.deck}</p>}
        <p className="av-summary">{article.summary}</p>
        {article.body.map((block, index) => <Block key={index} block={block} />)}
        <section className="av-disclaimer"><p><strong>Disclaimer: </strong>{article.disclaimer}</p></section>
      </div>
    </article-viewer>
  );
};
