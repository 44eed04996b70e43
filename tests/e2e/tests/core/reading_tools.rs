//! The reading tools: what a reader chooses is how every article looks from then on.

use anyhow::Result;
use e2e::{Build, Hosted, Reader, Site};
use serde_json::json;
use thirtyfour::Key;

/// How the text looks: its size in pixels, its lines' height in letters, its paper, and that of the page.
const LOOK: &str = "const style = getComputedStyle(document.querySelector('.av-body .av-paragraph')); \
                    const size = parseFloat(style.fontSize); \
                    return [size, Math.round(parseFloat(style.lineHeight) / size * 10) / 10, \
                            getComputedStyle(viewer).backgroundColor, getComputedStyle(document.body).backgroundColor]";

const OPENED: &str = "return chrome.querySelector('.reading')?.open ?? false";

/// Moves a slider, or picks one of several.
fn choose(name: &str, value: &str) -> String {
    format!(
        "const input = [...chrome.querySelectorAll('.reading input')].find((input) => input.type === 'range' \
         ? input.parentElement.textContent.startsWith('{name}') : input.parentElement.textContent.trim() === '{name}'); \
         if (input.type === 'radio') input.click(); \
         else {{ input.value = '{value}'; input.dispatchEvent(new Event('input')) }}"
    )
}

/// A reader with an article in front of them, and the way to the tools.
async fn reads(path: &str) -> Result<(Site, Reader)> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at(path)).await?;
    reader.control(".tools").await?;
    Ok((site, reader))
}

async fn opens(reader: &Reader) -> Result<()> {
    reader.control(".tools").await?.click().await?;
    reader.until("the panel is open", OPENED).await
}

#[tokio::test]
async fn what_is_chosen_is_seen_at_once_and_kept_until_it_is_taken_back() -> Result<()> {
    let (_site, reader) = reads("/").await?;
    let before = reader.run(LOOK).await?;
    opens(&reader).await?;
    for (name, value) in [("Sepia", ""), ("Text size", "30"), ("Line height", "2")] {
        reader.run(&choose(name, value)).await?;
    }
    let chosen = json!([30, 2, "rgb(246, 238, 221)", "rgb(246, 238, 221)"]);
    assert_eq!(reader.run(LOOK).await?, chosen, "while the panel is open");

    reader.reload().await?;
    reader.control(".tools").await?;
    assert_eq!(reader.run(LOOK).await?, chosen, "when the page is opened again");
    opens(&reader).await?;
    let shown = "return [...chrome.querySelectorAll('.reading :checked')].map((input) => input.value)";
    assert_eq!(reader.run(shown).await?, json!(["sepia", "standard", "start"]), "the panel tells what was chosen");

    reader
        .run("[...chrome.querySelectorAll('.reading button')].find((b) => b.textContent === 'Reset').click()")
        .await?;
    assert_eq!(reader.run(LOOK).await?, before);
    let kept = "return Object.keys(localStorage).filter((key) => key.startsWith('av:reading'))";
    assert_eq!(reader.run(kept).await?, json!([]), "nothing is left of it");
    reader.close().await
}

/// Given a reader without a mouse, when they open the reading tools and choose, then Tab and arrows reach every choice, and Escape
/// leads back to the button.
#[tokio::test]
async fn rule_14_the_reading_tools_are_used_by_keyboard_alone() -> Result<()> {
    let (_site, reader) = reads("/").await?;
    reader.run("chrome.querySelector('.tools').focus()").await?;
    reader.press(Key::Enter).await?;
    reader.until("the panel is open", OPENED).await?;
    let mut stops = Vec::new();
    while stops.last() != Some(&json!("theme")) && stops.len() < 9 {
        reader.press(Key::Tab).await?;
        stops.push(reader.run("return chrome.activeElement.name || chrome.activeElement.textContent").await?);
    }
    // Where a browser keeps nothing there is no such button.
    stops.retain(|stop| *stop != json!("Keep for reading offline"));
    assert_eq!(stops, ["Listen", "Copy link", "E-mail", "Print", "Pictures (1)", "theme"].map(|stop| json!(stop)));
    reader.press(Key::Right).await?;
    assert_eq!(reader.run("return chrome.activeElement.value").await?, json!("light"));
    reader.press(Key::Escape).await?;
    reader.until("the panel is closed", "return !chrome.querySelector('.reading').open").await?;
    assert_eq!(reader.run("return chrome.activeElement?.className").await?, json!("tools"), "the focus is back");
    assert_eq!(reader.run("return localStorage.getItem('av:reading')").await?, json!(r#"{"theme":"light"}"#));
    reader.close().await
}

#[tokio::test]
async fn what_others_have_put_where_choices_are_kept_is_left_out() -> Result<()> {
    let (_site, reader) = reads("/").await?;
    let before = reader.run(LOOK).await?;
    for kept in ["no JSON", "null", "[1]", r#"{"size":900,"line":"x","theme":"pink","font":{},"letter":null}"#] {
        let put = "localStorage.setItem('av:reading:css', '}{ what:'); localStorage.setItem('av:reading', ";
        let put = format!("{put}{kept:?})");
        reader.run(&put).await?;
        reader.reload().await?;
        opens(&reader).await?;
        assert_eq!(reader.run(LOOK).await?, before, "{kept}");
        let shown = "return [...chrome.querySelectorAll('.reading :checked')].map((input) => input.value)";
        assert_eq!(reader.run(shown).await?, json!(["auto", "standard", "start"]), "{kept}");
    }
    reader.close().await
}

#[tokio::test]
async fn on_a_page_of_others_the_choice_is_the_articles_alone() -> Result<()> {
    let page = Hosted::set().await?;
    page.visit(
        r#"<style>article-viewer { --av-size-text: 17px; } p { line-height: 3 } body { background: rgb(1, 2, 3) }</style>
           <article-viewer id="first" src="/one.json"></article-viewer>
           <article-viewer src="/two.json"></article-viewer>
           <article-viewer src="/three.json" tools="off"></article-viewer>"#,
    )
    .await?;
    let reader = &page.reader;
    opens(reader).await?;
    for (name, value) in [("Dark", ""), ("Text size", "24")] {
        reader.run(&choose(name, value)).await?;
    }
    let sizes = "const sizes = [...document.querySelectorAll('.av-body')].map((body) => getComputedStyle(body).fontSize); \
                 return sizes.join() === '24px,24px,24px'";
    reader.until("every article of the page follows", sizes).await?;
    assert_eq!(reader.run("return getComputedStyle(document.body).backgroundColor").await?, json!("rgb(1, 2, 3)"));
    let schemes = "return [viewer, document.documentElement].map((element) => getComputedStyle(element).colorScheme)";
    assert_eq!(reader.run(schemes).await?, json!(["dark", "normal"]));
    let off = "const tools = document.querySelector('[tools=off]').shadowRoot.querySelector('.tools'); \
               return tools !== null && getComputedStyle(tools).display === 'none'";
    reader.until("the host can do without", off).await?;
    page.ends_quietly().await
}

#[tokio::test]
async fn the_outline_leads_to_a_heading_and_the_focus_goes_there() -> Result<()> {
    let (_site, reader) = reads("/?src=/articles/every-block.json").await?;
    opens(&reader).await?;
    let listed = "return [...chrome.querySelectorAll('.reading-outline li')].map((item) => item.textContent)";
    let headings = "return [...viewer.querySelectorAll('.av-body .av-heading')].map((heading) => heading.textContent)";
    let headings = reader.run(headings).await?;
    assert!(headings.as_array().is_some_and(|headings| headings.len() > 2));
    assert_eq!(reader.run(listed).await?, headings);
    reader.run("chrome.querySelector('.reading summary').click()").await?;
    reader.run("[...chrome.querySelectorAll('.reading-link')].at(-1).focus()").await?;
    reader.press(Key::Enter).await?;
    let arrived = "const { top } = document.activeElement.getBoundingClientRect(); \
                   return top > -1 && top < innerHeight && !chrome.querySelector('.reading').open";
    reader.until("the heading is in view", arrived).await?;
    let focused = reader.run("return document.activeElement.textContent").await?;
    assert_eq!(Some(&focused), headings.as_array().and_then(|headings| headings.last()));
    reader.close().await
}

#[tokio::test]
async fn the_article_can_be_handed_on() -> Result<()> {
    let (site, reader) = reads("/#here").await?;
    opens(&reader).await?;
    let mail = reader.run("return decodeURIComponent(chrome.querySelector('.reading a').href)").await?;
    let title = reader.text("h1").await?;
    assert_eq!(mail, json!(format!("mailto:?subject={title}&body={title}\n{}", site.at("/"))));
    // A browser that lets nobody copy, as on pages without TLS.
    let refuse = "Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })";
    reader.run(refuse).await?;
    let copy = "[...chrome.querySelectorAll('.reading button')].find((b) => b.textContent === 'Copy link').click()";
    reader.run(copy).await?;
    reader.control(".reading-address").await?;
    let address = "return chrome.querySelector('.reading-address').value";
    assert_eq!(reader.run(address).await?, json!(site.at("/")));
    let hears = "window.copied = []; Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => copied.push(text) } })";
    reader.run(hears).await?;
    reader.run(copy).await?;
    reader
        .until(
            "it says so",
            "return chrome.querySelector('.reading-actions > .reading-status').textContent === 'The link is copied.'",
        )
        .await?;
    assert_eq!(reader.run("return copied").await?, json!([site.at("/")]));
    reader.close().await
}

#[tokio::test]
async fn tools_that_do_not_come_say_so_and_come_later() -> Result<()> {
    let build = Build::copy()?;
    build.withhold("reading.js", true)?;
    let site = Site::of(&build).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/")).await?;
    reader.control(".tools").await?.click().await?;
    let said =
        "return chrome.querySelector('.tools').textContent === 'The reading tools could not be loaded. Try again'";
    reader.until("it says so", said).await?;
    build.withhold("reading.js", false)?;
    opens(&reader).await?;
    assert_eq!(reader.chrome_text(".tools").await?, "Reading tools");
    reader.close().await
}

/// Which block is at the top of the window, and how it begins.
const AT: &str = "const all = [...viewer.querySelectorAll('.av-body > *')]; \
                  return all.findIndex((block) => block.getBoundingClientRect().bottom > 1)";

#[tokio::test]
async fn who_comes_back_may_go_on_from_there_whatever_the_size_of_the_letters() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    let page = site.at("/?src=/articles/every-block.json");
    reader.read(&page).await?;
    reader.control(".view-count").await?;
    let scroll = "const block = viewer.querySelectorAll('.av-body > *')[9]; \
                  scrollBy({ top: block.getBoundingClientRect().top + 2, behavior: 'instant' })";
    reader.run(scroll).await?;
    reader
        .until("the place is kept", "return (localStorage.getItem('av:places') ?? '').includes('every-block')")
        .await?;
    let place = reader.run(AT).await?;
    assert_eq!(place, json!(9));

    reader.run("localStorage.setItem('av:reading:css', ':host{--av-size-text:30px!important}')").await?;
    reader.visit(&site.at("/")).await?;
    reader.read(&page).await?;
    reader.control(".reading-offer button").await?.click().await?;
    assert_eq!(reader.run(AT).await?, place);
    let focused = "return [...viewer.querySelectorAll('.av-body > *')].indexOf(document.activeElement)";
    assert_eq!(reader.run(focused).await?, place, "and the focus with it");

    reader.visit(&site.at("/")).await?;
    reader.read(&page).await?;
    reader.control(".reading-offer").await?;
    reader.run("[...chrome.querySelectorAll('.reading-offer button')].at(-1).click()").await?;
    assert_eq!(reader.run("return localStorage.getItem('av:places')").await?, json!("[]"), "it is forgotten");
    reader.close().await
}
