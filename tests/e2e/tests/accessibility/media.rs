//! What a reader has set in the system: colours of their own, more contrast, less motion, nothing translucent, dark.

use anyhow::Result;
use e2e::{Publisher, Reader, Site};
use serde_json::{Value, json};

use crate::page::{finds_nothing, look, opens};

/// `ratio`: the contrast of two colours (WCAG 2.2, "contrast ratio"). `paper`: what is behind something.
const CONTRAST: &str = "
    const rgb = (color) => color.match(/[\\d.]+/g).map(Number);
    const luminance = (color) => rgb(color).slice(0, 3).map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
    const ratio = (one, other) => { const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b); return (light + 0.05) / (dark + 0.05); };
    const alpha = (color) => rgb(color)[3] ?? 1;
    const paper = (node) => { const color = node ? getComputedStyle(node).backgroundColor : 'rgb(255, 255, 255)'; return alpha(color) === 1 ? color : paper(above(node)); };";

/// The themes a reader can choose.
const THEMES: [&str; 5] = ["auto", "light", "dark", "sepia", "contrast"];

async fn prefers(reader: &Reader, features: &[(&str, &str)]) -> Result<()> {
    let features: Vec<Value> = features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
    reader.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await?;
    Ok(())
}

/// The article of every block, with a comment and the panel of the reading tools.
async fn opens_all(reader: &Reader, site: &Site) -> Result<()> {
    opens(reader, site, "/?src=/articles/every-block.json").await?;
    reader.control("#comment-name").await?.send_keys("Asha").await?;
    reader.control("#comment-text").await?.send_keys("Hello.").await?;
    reader.control(".comment-form [type=submit]").await?.click().await?;
    reader.control(".comment-time").await?;
    reader.run("chrome.querySelector('.tools').click()").await?;
    reader.control(".reading[open]").await?;
    Ok(())
}

async fn chooses(reader: &Reader, theme: &str) -> Result<()> {
    reader.run(&format!("chrome.querySelector('.reading [value={theme}]').click()")).await?;
    Ok(())
}

/// Given a reader whose system sets the colours, when any theme is chosen, then text, links and paper have the system's colours,
/// and controls keep their borders and rings.
#[tokio::test]
async fn rule_09_forced_colors_win_over_every_theme() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    prefers(&reader, &[("forced-colors", "active")]).await?;
    opens_all(&reader, &site).await?;
    assert_eq!(reader.run("return matchMedia('(forced-colors: active)').matches").await?, json!(true));
    for theme in THEMES {
        chooses(&reader, theme).await?;
        let wrong = "
            const probe = (color) => { const node = document.createElement('i'); node.style.color = color; document.body.append(node);
                const { color: used } = getComputedStyle(node); node.remove(); return used; };
            const [text, link, canvas] = ['CanvasText', 'LinkText', 'Canvas'].map(probe);
            const style = (selector) => getComputedStyle(viewer.querySelector(selector) ?? chrome.querySelector(selector));
            return [
                ...['.av-paragraph', 'h1', '.av-meta', '.av-kicker', '.av-summary', '.av-caption', '.comments-title', '.view-count', '.reading h2', '.comment-text']
                    .filter((part) => style(part).color !== text),
                ...['.av-paragraph a', '.comment-time'].filter((part) => style(part).color !== link),
                ...[getComputedStyle(viewer), style('.reading')].filter((part) => part.backgroundColor !== canvas).map(() => 'paper'),
                ...['.button', '.comment-form textarea', '.reading'].filter((part) => !(parseFloat(style(part).borderTopWidth) >= 1)),
                ...flat().filter((node) => getComputedStyle(node).forcedColorAdjust === 'none' && node.textContent.trim() && !node.closest('iframe')).map(nameOf),
            ];";
        finds_nothing(&reader, theme, wrong).await?;
    }
    reader
        .run("chrome.querySelector('.reading').close(); chrome.querySelector('.tools').focus({ focusVisible: true })")
        .await?;
    let ring = "const { outlineStyle, outlineWidth } = getComputedStyle(chrome.activeElement); return [outlineStyle, parseFloat(outlineWidth) >= 2]";
    assert_eq!(reader.run(ring).await?, json!(["solid", true]));
    reader.close().await
}

/// Given a reader whose system asks for more contrast, when an article is shown, then all of its text has seven to one, and lines
/// that only set apart have three.
#[tokio::test]
async fn rule_09_more_contrast_is_given_where_it_is_asked_for() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    for scheme in ["light", "dark"] {
        prefers(&reader, &[("prefers-contrast", "more"), ("prefers-color-scheme", scheme)]).await?;
        opens_all(&reader, &site).await?;
        let weak = format!(
            "{CONTRAST} const hasWords = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
             return flat().filter((node) => isSeen(node) && node.localName !== 'option' && hasWords(node))
                 .filter((node) => ratio(getComputedStyle(node).color, paper(node)) < 7).map(nameOf)"
        );
        finds_nothing(&reader, &format!("{scheme}: text below 7"), &weak).await?;
        let faint = format!(
            "{CONTRAST} return ['.av-strip', '.av-summary', '.av-pull-quote', '.av-table td', '.comment'].map((part) => viewer.querySelector(part) ?? chrome.querySelector(part))
             .filter((node) => {{ const style = getComputedStyle(node); const [side] = ['Bottom', 'Top'].filter((side) => parseFloat(style[`border${{side}}Width`]) > 0);
                 return side && ratio(style[`border${{side}}Color`], paper(above(node))) < 3; }}).map(nameOf)"
        );
        finds_nothing(&reader, &format!("{scheme}: lines below 3"), &faint).await?;
    }
    reader.close().await
}

/// Given a reader who wants less motion, when an article is loading, read or scrolled to, then nothing moves by itself and nothing
/// glides.
#[tokio::test]
async fn rule_09_with_reduced_motion_nothing_moves() -> Result<()> {
    let publisher = Publisher::start().await?;
    let site = Site::start(&[&format!("--article-origin={}", publisher.origin)]).await?;
    let reader = Reader::open().await?;
    let loading = site.at(&format!("/?src={}", publisher.at("never.json")));
    let moving = "return chrome.getAnimations().filter((one) => one.effect.getTiming().iterations > 1 || one.effect.getKeyframes()\
                  .some((frame) => Object.keys(frame).some((name) => !['offset', 'computedOffset', 'easing', 'composite', 'opacity'].includes(name)))).length";
    for (preference, number) in [("no-preference", 1), ("reduce", 0)] {
        prefers(&reader, &[("prefers-reduced-motion", preference)]).await?;
        reader.visit(&loading).await?;
        reader.until("it is drawn", "return chrome?.querySelector('.skeleton')?.checkVisibility() ?? false").await?;
        assert_eq!(reader.run(moving).await?, json!(number), "{preference}");
    }
    opens_all(&reader, &site).await?;
    assert_eq!(reader.run(&format!("{moving} + document.getAnimations().length")).await?, json!(0));
    let gliding = "return flat().concat(document.documentElement).filter((node) => { const style = getComputedStyle(node); \
                   return style.scrollBehavior !== 'auto' || style.transitionDuration.split(', ').some((time) => parseFloat(time) > 0) }).map(nameOf)";
    finds_nothing(&reader, "what glides", gliding).await?;
    reader.close().await
}

/// Given a reader whose system is light or dark, when an article is shown, then page, text and panel follow it.
#[tokio::test]
async fn rule_09_light_or_dark_follows_the_system() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    opens_all(&reader, &site).await?;
    for (scheme, is_dark) in [("dark", true), ("light", false)] {
        prefers(&reader, &[("prefers-color-scheme", scheme)]).await?;
        let dark = format!(
            "{CONTRAST} return [document.body, viewer, chrome.querySelector('.reading')].map((node) => luminance(paper(node)) < 0.2)"
        );
        assert_eq!(look(&reader, &dark).await?, json!([is_dark, is_dark, is_dark]), "{scheme}");
    }
    reader.close().await
}

/// Given a reader who wants nothing translucent, when an article is shown with all that lies over it, then every surface is opaque.
#[tokio::test]
async fn rule_09_with_reduced_transparency_every_surface_is_opaque() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    prefers(&reader, &[("prefers-reduced-transparency", "reduce")]).await?;
    opens_all(&reader, &site).await?;
    let translucent = format!(
        "{CONTRAST} return flat().filter((node) => isSeen(node)).filter((node) => {{ const style = getComputedStyle(node); \
         return !['0', '1'].includes(style.opacity) || style.backdropFilter !== 'none' || ![0, 1].includes(alpha(style.backgroundColor)) }}).map(nameOf)"
    );
    finds_nothing(&reader, "translucent", &translucent).await?;
    reader.close().await
}

/// Given any theme, when a field, a button or a mark of the focus is looked for, then its outline has three to one against what is
/// around it.
#[tokio::test]
async fn wcag_1_4_11_outlines_of_controls_are_seen_in_every_theme() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    opens_all(&reader, &site).await?;
    for theme in THEMES {
        for scheme in ["light", "dark"] {
            prefers(&reader, &[("prefers-color-scheme", scheme)]).await?;
            reader.run("chrome.querySelector('.reading').open || chrome.querySelector('.tools').click()").await?;
            chooses(&reader, theme).await?;
            reader.run("chrome.querySelector('.reading').close()").await?;
            let faint = format!(
                "{CONTRAST} const found = [];
                 for (const part of ['#comment-name', '#comment-text', '.comment-form .button', '.comment-form .button-quiet', '.reading .button-quiet']) {{
                     const node = chrome.querySelector(part); if (ratio(getComputedStyle(node).borderTopColor, paper(above(node))) < 3) found.push(part); }}
                 for (const node of [chrome.querySelector('.comment-count'), viewer.querySelector('.av-paragraph a'), chrome.querySelector('#comment-name')]) {{
                     node.focus({{ focusVisible: true }}); if (ratio(getComputedStyle(node).outlineColor, paper(viewer)) < 3) found.push('the ring of ' + nameOf(node)); }}
                 return found;"
            );
            finds_nothing(&reader, &format!("{theme}, {scheme}"), &faint).await?;
        }
    }
    reader.close().await
}
