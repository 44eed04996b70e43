import type { ArticleViewerElement } from "article-viewer";
import { useRef, useState } from "react";

const ARTICLES = ["/articles/pledges.json", "/articles/every-block.json"];

export function App() {
  const [src, setSrc] = useState(ARTICLES[0]);
  const [isQuiet, setQuiet] = useState(false);
  const [isOpen, setOpen] = useState(true);
  const [status, setStatus] = useState("Loading");
  const viewer = useRef<ArticleViewerElement>(null);

  return (
    <>
      <nav>
        {ARTICLES.map((address) => (
          <button key={address} value={address} onClick={() => setSrc(address)}>
            {address}
          </button>
        ))}
        <button id="quiet" onClick={() => setQuiet(!isQuiet)}>Comments</button>
        <button id="open" onClick={() => setOpen(!isOpen)}>Article</button>
        <button id="top" onClick={() => viewer.current?.scrollIntoView()}>Top</button>
      </nav>
      <p id="status" role="status">{status}</p>
      {isOpen && (
        <article-viewer
          ref={viewer}
          src={src}
          api="/"
          headingLevel={2}
          comments={isQuiet ? "off" : "on"}
          onav-load={(event) => setStatus(`Shown: ${event.detail.headline}`)}
          onav-error={(event) => setStatus(`Failed: ${event.detail.code}`)}
          onav-comment={(event) => {
            // The page may say no.
            if (event.detail.text.includes("forbidden")) event.preventDefault();
          }}
        />
      )}
      <footer>Below the article.</footer>
    </>
  );
}
