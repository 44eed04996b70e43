//! The conversation, as readers have it.

use anyhow::{Context as _, Result};
use e2e::{Build, Reader, Site};
use serde_json::json;

/// Comes to the comments of the sample article.
async fn comes(site: &Site) -> Result<Reader> {
    let reader = Reader::open().await?;
    reader.read(&site.at("/")).await?;
    reader.control(".comment-form").await?;
    Ok(reader)
}

/// Writes into the form for comments on the article, and sends it.
async fn posts(reader: &Reader, text: &str) -> Result<()> {
    reader.control("#comment-name").await?.clear().await?;
    reader.control("#comment-name").await?.send_keys("Asha").await?;
    reader.control("#comment-text").await?.send_keys(text).await?;
    reader.control(".comment-form [type=submit]").await?.click().await?;
    shows(reader, text).await
}

async fn shows(reader: &Reader, text: &str) -> Result<()> {
    let there = format!(
        "return !chrome.querySelector('.comment-sending') && [...chrome.querySelectorAll('.comment-text')]\
         .filter((comment) => comment.textContent.trim() === {}).length === 1",
        json!(text)
    );
    reader.until(&format!("`{text}` is there once"), &there).await
}

/// Presses the first button of these words.
async fn presses(reader: &Reader, words: &str) -> Result<()> {
    presses_in(reader, ".conversation", words).await
}

async fn presses_in(reader: &Reader, place: &str, words: &str) -> Result<()> {
    let button = format!(
        "const button = [...chrome.querySelectorAll('{place} button')].find((b) => b.textContent === {}); \
         button?.scrollIntoView({{ behavior: 'instant', block: 'center' }}); button?.click(); return !!button",
        json!(words)
    );
    reader.until(&format!("there is `{words}`"), &button).await
}

/// What others write meanwhile, by the API; gives its id.
async fn others_write(reader: &Reader, text: &str, parent: Option<&str>) -> Result<String> {
    let comment = json!({ "author": { "name": "Ravi" }, "text": text, "parent": parent });
    let post = format!(
        "const article = new URL('articles/pledges.json', location).href; \
         return fetch('/api/v1/comments', {{ method: 'POST', headers: {{ 'content-type': 'application/json', \
         'idempotency-key': `\"${{crypto.randomUUID()}}\"` }}, body: JSON.stringify({{ ...{comment}, article }}) }})\
         .then((answer) => answer.json()).then(({{ id }}) => id)"
    );
    Ok(reader.run(&post).await?.as_str().context("an id")?.to_owned())
}

#[tokio::test]
async fn what_a_reader_does_is_there_after_a_reload() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = comes(&site).await?;
    posts(&reader, "What of the harvest?").await?;
    presses(&reader, "Reply").await?;
    reader.control(".comment-open textarea").await?.send_keys("It was late.").await?;
    presses(&reader, "Post reply").await?;
    shows(&reader, "It was late.").await?;
    presses(&reader, "Like").await?;
    let liked = "const like = chrome.querySelector('.comment-like'); \
                 return like.getAttribute('aria-pressed') === 'true' && like.textContent === '1 like'";
    reader.until("it is liked", liked).await?;
    presses(&reader, "Edit").await?;
    let text = reader.control(".comment-open textarea").await?;
    text.send_keys(" Or *not*?").await?;
    presses(&reader, "Save").await?;
    shows(&reader, "What of the harvest? Or not?").await?;

    reader.reload().await?;
    reader.control(".comment-form").await?;
    shows(&reader, "It was late.").await?;
    reader.until("it is still liked", liked).await?;
    let looks = "return [...chrome.querySelectorAll('.comment-group > li')].map((line) => [line.dataset.depth, \
                 line.querySelector('.comment-text').textContent, line.querySelector('.comment-mark')?.textContent ?? ''])";
    let expected = json!([["0", "What of the harvest? Or not?", "Edited"], ["1", "It was late.", ""]]);
    assert_eq!(reader.run(looks).await?, expected);

    presses(&reader, "Delete").await?;
    reader.run("chrome.querySelector('.comment-open .button').click()").await?;
    let gone = "return chrome.querySelector('.comment').textContent === 'This comment was deleted.'";
    reader.until("it is deleted, and its place is kept", gone).await?;
    shows(&reader, "It was late.").await?;
    reader.close().await
}

#[tokio::test]
async fn the_preview_is_what_is_stored() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = comes(&site).await?;
    let text = "A *b* **c** `d` <b>e</b>\n\n> f\n\n1. g\n2. h\n\n```\ni < j\n```\n\nhttps://k.example/l";
    reader.control("#comment-name").await?.send_keys("Asha").await?;
    let write = "const field = chrome.querySelector('#comment-text'); field.value = arguments_text; \
                 field.dispatchEvent(new Event('input', { bubbles: true }))";
    reader.run(&write.replace("arguments_text", &json!(text).to_string())).await?;
    presses(&reader, "Preview").await?;
    reader.control(".comment-preview .comment-text").await?;
    let html = "return chrome.querySelector('.comment-text').innerHTML";
    let preview = reader.run(html).await?;
    reader.control(".comment-form [type=submit]").await?.click().await?;
    reader.control(".comment-list .comment-time").await?;
    assert_eq!(reader.run(html).await?, preview);
    let made = "return ['em', 'strong', 'code', 'blockquote', 'ol > li', 'pre', 'a[rel~=nofollow]']\
                .filter((one) => !chrome.querySelector(`.comment-text ${one}`))";
    assert_eq!(reader.run(made).await?, json!([]));
    assert_eq!(reader.run("return chrome.querySelector('.comment-text b')").await?, json!(null));
    reader.close().await
}

#[tokio::test]
async fn a_comment_has_an_address_that_leads_to_it() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = comes(&site).await?;
    let wanted = others_write(&reader, "The one that is wanted.", None).await?;
    for number in 0..30 {
        others_write(&reader, &format!("Number {number}."), None).await?;
    }
    // On another page of the list, and only known by its address.
    reader.visit("about:blank").await?;
    reader.read(&site.at(&format!("/#av-comment-{wanted}"))).await?;
    let landed = "const asked = chrome.querySelector('[data-asked]'), box = asked?.getBoundingClientRect(); \
                  return asked?.textContent.includes('The one that is wanted.') && chrome.activeElement === asked \
                  && box.top >= 0 && box.bottom <= innerHeight";
    reader.until("it is seen, marked, and has the focus", landed).await?;
    presses(&reader, "Previous comments").await?;
    shows(&reader, "Number 5.").await?;
    // An address of no comment is that of the list.
    reader.visit("about:blank").await?;
    reader.read(&site.at("/#av-comment-00000000-0000-4000-8000-000000000000")).await?;
    shows(&reader, "Number 29.").await?;
    reader.close().await
}

#[tokio::test]
async fn what_others_write_waits_until_it_is_asked_for() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = comes(&site).await?;
    let first = others_write(&reader, "The first.", None).await?;
    reader.reload().await?;
    reader.control(".comment-form").await?;
    shows(&reader, "The first.").await?;
    // To go near the comments and back takes a moment.
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    reader.run("chrome.querySelector('.comment').scrollIntoView({ behavior: 'instant' })").await?;
    let place = "return Math.round(chrome.querySelector('.comment').getBoundingClientRect().top)";
    let before = reader.run(place).await?;
    others_write(&reader, "The second.", None).await?;
    others_write(&reader, "An answer.", Some(&first)).await?;
    let offered = "return chrome.querySelector('.comments-fresh')?.textContent === 'Show 2 new comments'";
    reader.until("they are offered", offered).await?;
    assert_eq!(reader.run(place).await?, before, "nothing moves");
    assert_eq!(reader.run("return chrome.querySelectorAll('.comment').length").await?, json!(1));
    let said = "return chrome.querySelector('.conversation [role=status]').textContent.includes('2 new comments')";
    reader.until("it is said once, for both", said).await?;
    let lists =
        "return performance.getEntriesByType('resource').filter(({ name }) => name.includes('/comments?')).length";
    assert_eq!(reader.run(lists).await?, json!(1), "nobody asks for the list again because of one comment");
    presses(&reader, "Show 2 new comments").await?;
    let texts = "return [...chrome.querySelectorAll('.comment-text')].map((text) => text.textContent).join(' ') === \
                 'The second. The first. An answer.'";
    reader.until("each is where it belongs", texts).await?;
    reader.close().await
}

#[tokio::test]
async fn a_long_thread_is_continued_when_it_is_asked_for() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = comes(&site).await?;
    let root = others_write(&reader, "The root.", None).await?;
    for number in 0..125 {
        others_write(&reader, &format!("Answer {number}."), Some(&root)).await?;
    }
    reader.reload().await?;
    reader.control(".comment-form").await?;
    shows(&reader, "Answer 19.").await?;
    for (words, first) in [("105 more replies", "Answer 20."), ("25 more replies", "Answer 100.")] {
        presses(&reader, &format!("Continue this thread: {words}")).await?;
        let goes_on = format!("return chrome.activeElement?.textContent.includes('{first}') ?? false");
        reader.until(&format!("the focus goes on at `{first}`"), &goes_on).await?;
    }
    shows(&reader, "Answer 124.").await?;
    reader.until("there is no more", "return !chrome.querySelector('.comment-continued')").await?;
    reader.close().await
}

#[tokio::test]
async fn all_that_is_ones_own_is_listed_and_erased() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = comes(&site).await?;
    others_write(&reader, "Not mine.", None).await?;
    posts(&reader, "Mine, and gone tomorrow.").await?;
    presses(&reader, "My comments").await?;
    let listed = "return [...chrome.querySelectorAll('.comments-mine .comment-text')].map((text) => text.textContent)\
                  .join() === 'Mine, and gone tomorrow.'";
    reader.until("they are listed", listed).await?;
    presses(&reader, "Erase all").await?;
    reader.run("chrome.querySelector('.comments-mine [role=alert] .button').click()").await?;
    let left = "return [...chrome.querySelectorAll('.comment-list .comment-text')].map((text) => text.textContent).join() \
                === 'Not mine.'";
    reader.until("what is left is others'", left).await?;
    reader.close().await
}

// V16
#[tokio::test]
async fn two_tabs_see_each_others_comments_and_share_a_draft() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = comes(&site).await?;
    let [first, second] = reader.open_window().await?;
    reader.read(&site.at("/")).await?;
    reader.control("#comment-text").await?.send_keys("From the second tab.").await?;
    reader.go_to_window(&first).await?;
    posts(&reader, "From the first tab.").await?;
    reader.go_to_window(&second).await?;
    shows(&reader, "From the first tab.").await?;
    assert_eq!(
        reader.run("return chrome.querySelector('#comment-text').value").await?,
        json!("From the second tab."),
        "what is being written stays"
    );
    reader.control("#comment-text").await?.send_keys(" Last.").await?;
    reader.reload().await?;
    reader.control(".comment-form").await?;
    let restored = "return chrome.querySelector('#comment-text').value === 'From the second tab. Last.'";
    reader.until("what was written last is what is kept", restored).await?;
    reader.close().await
}

// V19
#[tokio::test]
async fn sent_twice_in_one_breath_it_is_one_comment() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = comes(&site).await?;
    reader.control("#comment-name").await?.send_keys("Asha").await?;
    reader.control("#comment-text").await?.send_keys("Once.").await?;
    let hurry = "const form = chrome.querySelector('.comment-form'), button = form.querySelector('[type=submit]'); \
                 button.click(); button.click(); form.requestSubmit(); button.click(); return true";
    reader.run(hurry).await?;
    shows(&reader, "Once.").await?;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    reader.reload().await?;
    reader.control(".comment-form").await?;
    shows(&reader, "Once.").await?;
    assert_eq!(reader.run("return chrome.querySelectorAll('.comment').length").await?, json!(1));
    assert_eq!(reader.run("return chrome.querySelector('.field-error')?.textContent").await?, json!(""));
    reader.close().await
}

// V34
#[tokio::test]
async fn what_was_being_written_when_the_page_died_is_there_again() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = comes(&site).await?;
    reader.control("#comment-text").await?.send_keys("Half a thou").await?;
    // Nothing is left for the page to do at its end: what was typed is stored as it is typed.
    let stored = "return Object.keys(localStorage).some((key) => localStorage.getItem(key) === 'Half a thou')";
    assert_eq!(reader.run(stored).await?, json!(true));
    reader.open_window().await?;
    reader.read(&site.at("/")).await?;
    reader.control(".comment-form").await?;
    assert_eq!(reader.run("return chrome.querySelector('#comment-text').value").await?, json!("Half a thou"));
    assert_eq!(reader.run("return chrome.querySelectorAll('.comment').length").await?, json!(0));
    reader.close().await
}

// V36
#[tokio::test]
async fn a_name_that_turns_the_line_around_turns_its_own_alone() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = comes(&site).await?;
    for name in ["\u{202e}Asha\u{202e}", "\u{2067}أميرة", "🧑‍🌾 Asha", "\u{200f}x\u{2066}"] {
        let comment = json!({ "author": { "name": name }, "text": "Said." });
        let post = format!(
            "const article = new URL('articles/pledges.json', location).href; \
             return fetch('/api/v1/comments', {{ method: 'POST', headers: {{ 'content-type': 'application/json', \
             'idempotency-key': `\"${{crypto.randomUUID()}}\"` }}, body: JSON.stringify({{ ...{comment}, article }}) }})\
             .then((answer) => answer.status)"
        );
        let status = reader.run(&post).await?;
        assert!(status == json!(201) || status == json!(422), "{name:?}: {status}");
    }
    reader.reload().await?;
    reader.control(".comment-form").await?;
    reader.until("they are there", "return chrome.querySelectorAll('.comment-time').length >= 3").await?;
    let order = "return [...chrome.querySelectorAll('.comment-head')].map((head) => [...head.querySelectorAll('bdi, a')]\
                 .map((part) => part.getBoundingClientRect().left)).filter(([name, time]) => !(name < time))";
    assert_eq!(reader.run(order).await?, json!([]), "the name stands before the time");
    let digits = "return [...chrome.querySelectorAll('.comment-time')].every((time) => {\
                  const text = time.querySelector('time').firstChild, range = document.createRange(); \
                  range.setStart(text, 0); range.setEnd(text, 1); const first = range.getBoundingClientRect().left; \
                  range.setStart(text, text.length - 1); range.setEnd(text, text.length); \
                  return first < range.getBoundingClientRect().left; })";
    assert_eq!(reader.run(digits).await?, json!(true), "and the time runs as it does elsewhere");
    reader.close().await
}

#[tokio::test]
async fn a_conversation_that_does_not_come_says_so_and_comes_later() -> Result<()> {
    let build = Build::copy()?;
    build.withhold("conversation.wasm", true)?;
    let site = Site::of(&build).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/")).await?;
    reader.control(".comments-failed button").await?;
    assert_eq!(reader.chrome_text(".comments-failed p").await?, "Comments could not be loaded.");
    build.withhold("conversation.wasm", false)?;
    presses_in(&reader, ".comments-failed", "Try again").await?;
    posts(&reader, "Better late.").await?;
    reader.close().await
}
