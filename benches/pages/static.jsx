// The page of an article as a careful hand would write it: whole in its HTML, no script.

import { renderToStaticMarkup } from "react-dom/server";

import { SIZES, Text, sources } from "./text.jsx";

const Page = ({ article, base, style }) => (
  <html lang={article.language}>
    <head>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{article.headline}</title>
      <meta name="description" content={article.summary} />
      <link rel="icon" href="data:," />
      {article.image && (
        <link rel="preload" as="image" imageSrcSet={sources(article.image, base)} imageSizes={SIZES} fetchPriority="high" />
      )}
      <style dangerouslySetInnerHTML={{ __html: style }} />
    </head>
    <body>
      <main><Text article={article} base={base} /></main>
    </body>
  </html>
);

export const page = (options) => `<!doctype html>${renderToStaticMarkup(<Page {...options} />)}`;
