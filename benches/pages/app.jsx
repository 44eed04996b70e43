// The same article by a page that is drawn in the browser, with counts and comments from the same server.

import { mount, useEffect, useState } from "framework";

import { Text } from "./text.jsx";

const ARTICLE = "/articles/pledges.json";
const about = `article=${encodeURIComponent(ARTICLE)}`;

const get = async (url, options) => {
  const response = await fetch(url, options);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
};
const post = (url, value, headers) =>
  get(url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(value) });

const Comments = ({ comments, add }) => {
  const [name, setName] = useState("");
  const [text, setText] = useState("");
  const send = (event) => {
    event.preventDefault();
    const comment = { article: ARTICLE, author: { name }, text };
    post("/api/v1/comments", comment, { "idempotency-key": `"${crypto.randomUUID()}"` }).then(add);
    setText("");
  };
  return (
    <section>
      <h2>{comments.length} comments</h2>
      <form onSubmit={send}>
        <label>Name <input value={name} onInput={(event) => setName(event.target.value)} /></label>
        <label>Comment <textarea value={text} onInput={(event) => setText(event.target.value)} required /></label>
        <button>Post comment</button>
      </form>
      <ul>{comments.map(({ id, author, text }) => <li key={id}><b>{author.name}</b> {text}</li>)}</ul>
    </section>
  );
};

const App = () => {
  const [article, setArticle] = useState();
  const [views, setViews] = useState();
  const [comments, setComments] = useState([]);
  useEffect(() => {
    get(ARTICLE).then(setArticle);
    post("/api/v1/views", { article: ARTICLE, automated: navigator.webdriver }).then(({ views }) => setViews(views));
    get(`/api/v1/comments?${about}`).then(({ comments }) => setComments(comments));
    const live = new EventSource(`/api/v1/live?${about}`);
    live.addEventListener("counts", ({ data }) => setViews(JSON.parse(data).views));
    return () => live.close();
  }, []);
  if (!article) return <p>Loading…</p>;
  return (
    <>
      <Text article={article} base="/articles/"><span>{views?.toLocaleString()} views</span></Text>
      <Comments comments={comments} add={(comment) => setComments((comments) => [comment, ...comments])} />
    </>
  );
};

mount(<App />, document.querySelector("main"));
