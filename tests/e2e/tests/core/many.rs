//! Many elements on a page, many addresses of one: what can be shared is, and nobody is disturbed.

use anyhow::Result;
use e2e::{Answer, Hosted};
use serde_json::json;

// V23
#[tokio::test]
async fn fifty_elements_share_an_instance_the_sheets_and_each_request() -> Result<()> {
    let page = Hosted::set().await?;
    page.host.answers("/broken.json", Answer::text("{"));
    let element = |n: usize| {
        let name = ["one", "two", "three", "one", "broken"][n % 5];
        format!(r#"<article-viewer src="/{name}.json"></article-viewer>"#)
    };
    page.visit(&(0..50).map(element).collect::<String>()).await?;
    let all = "const all = [...document.querySelectorAll('article-viewer')];";
    let told = "return all.length === 50 && all.every(({ shadowRoot: root }) => \
                ['ready', 'failed'].includes(root?.querySelector('.place')?.dataset.phase))";
    page.reader.until("all are done", &format!("{all} {told}")).await?;
    let headlines = "return all.slice(45).map((viewer) => viewer.querySelector('h1')?.textContent ?? \
                     (viewer.shadowRoot.querySelector('.failure') && 'failed'))";
    assert_eq!(
        page.reader.run(&format!("{all} {headlines}")).await?,
        json!(["one", "two", "three", "one", "failed"]),
        "one that fails does not touch the others"
    );
    let shared = "const distinct = (of) => new Set(all.map(of)).size; return [instances.length, \
                  distinct(({ shadowRoot: root }) => root.adoptedStyleSheets[0]), \
                  distinct(({ shadowRoot: root }) => root.adoptedStyleSheets[1]), document.adoptedStyleSheets.length]";
    assert_eq!(
        page.reader.run(&format!("{all} {shared}")).await?,
        json!([1, 1, 1, 3]),
        "of the text there are three sheets"
    );
    let asked = ["/one.json", "/two.json", "/three.json", "/broken.json", ".wasm"].map(|path| page.host.asked(path));
    assert_eq!(asked, [1; 5], "requests for each");
    page.ends_quietly().await
}

// V23
#[tokio::test]
async fn one_that_goes_does_not_take_the_request_from_the_others() -> Result<()> {
    let page = Hosted::set().await?;
    page.visit("<article-viewer></article-viewer>").await?;
    page.is_alive().await?;
    page.host.answers("/late.json", Answer::Late(std::time::Duration::from_secs(2), e2e::small_article("late").into()));
    let more = "for (const id of ['first', 'second']) document.body.append(Object.assign(\
                document.createElement('article-viewer'), { id, src: '/late.json' }))";
    page.reader.run(more).await?;
    page.until("it is asked for", |host| host.asked("/late.json") > 0).await?;
    page.reader.run("first.remove(); viewer.src = '/late.json'").await?;
    page.shows("late").await?;
    page.reader.until("the other shows it", "return second.querySelector('h1')?.textContent === 'late'").await?;
    assert_eq!(page.host.asked("/late.json"), 1, "requests");
    page.ends_quietly().await
}

// V21
#[tokio::test]
async fn removed_while_loading_nothing_appears_and_nobody_waits() -> Result<()> {
    let page = Hosted::set().await?;
    page.visit("<article-viewer></article-viewer>").await?;
    page.is_alive().await?;
    page.reader.run("viewer.src = '/never.json'").await?;
    page.until("the article is asked for", |host| host.asked("/never.json") > 0).await?;
    page.reader.run("window.gone = viewer; viewer.remove()").await?;
    page.until("the request is called off", |host| host.called_off("/never.json") == host.asked("/never.json")).await?;
    let left = "return [gone.childElementCount, gone.shadowRoot.querySelector('.place > [role=status]'), heard]";
    assert_eq!(page.reader.run(left).await?, json!([0, null, []]));
    page.ends_quietly().await
}

// V22
#[tokio::test]
async fn moved_it_keeps_its_nodes_and_loads_nothing_again() -> Result<()> {
    let page = Hosted::set().await?;
    page.visit(r#"<article-viewer src="/one.json"></article-viewer><section></section>"#).await?;
    page.shows("one").await?;
    page.is_alive().await?;
    let go = "window.before = [...viewer.querySelectorAll('*'), ...chrome.querySelectorAll('*')]; \
              document.querySelector('section').append(viewer)";
    page.reader.run(go).await?;
    // What a move would start has begun by then.
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let same = "const now = [...viewer.querySelectorAll('*'), ...chrome.querySelectorAll('*')]; \
                return viewer.parentNode.localName === 'section' && now.length === before.length \
                && now.every((node, place) => node === before[place])";
    assert_eq!(page.reader.run(same).await?, json!(true));
    assert_eq!((page.host.asked("/one.json"), page.reader.run("return heard.length").await?), (1, json!(1)));
    page.reader.run("viewer.src = '/two.json'").await?;
    page.shows("two").await?;
    page.ends_quietly().await
}

// V27
#[tokio::test]
async fn of_many_addresses_the_last_is_shown() -> Result<()> {
    let page = Hosted::set().await?;
    // With no address at first: what the page asked for ahead of the wasm is the browser's to call off.
    page.visit("<article-viewer></article-viewer>").await?;
    page.is_alive().await?;
    let change = "for (const src of ['/one.json', '/two.json', '/never.json', '/one.json', '/two.json', '/one.json', \
                  '/two.json', '/never.json', '/one.json', '/three.json']) { viewer.src = src; await null; }";
    page.reader.run(&format!("return (async () => {{ {change} return true; }})()")).await?;
    page.shows("three").await?;
    page.until("the others are called off", |host| host.called_off("/never.json") == host.asked("/never.json")).await?;
    assert_eq!(page.reader.run("return heard").await?, json!([["av-load", "three"]]), "nothing is heard of the others");
    page.ends_quietly().await
}
