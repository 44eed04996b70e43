//! What is pressed is large enough, or has room around it.

use anyhow::Result;
use e2e::{Reader, Site};

use crate::page::{ARTICLES, finds_nothing, opens};

/// Targets of less than 24 by 24 pixels whose circle of 24 touches another target's, and which are not links in a sentence.
const CROWDED: &str = "
    const LEAST = 24;
    const line = (node) => getComputedStyle(node).display.startsWith('inline') ? line(above(node)) : node;
    const isInSentence = (node) => node.localName === 'a' && getComputedStyle(node).display === 'inline'
        && line(above(node)).textContent.replace(node.textContent, '').trim() !== '';
    const top = flat().filter((node) => node.matches('dialog:modal')).pop();
    const isReachable = (node) => !top || top.contains(node);
    const targets = flat().filter((node) => node.matches('a[href], button, input, select, textarea, summary') && isSeen(node)
        && isReachable(node) && !node.closest('.comment-website')).map((node) => node.closest('label') ?? node);
    const boxes = targets.map((node) => node.getBoundingClientRect());
    const isSmall = (box) => box.width < LEAST - 0.5 || box.height < LEAST - 0.5;
    const middle = (box) => [box.left + box.width / 2, box.top + box.height / 2];
    const far = ([x, y], box) => Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
    const touches = (box, other) => far(middle(box), other) < LEAST / 2
        || (isSmall(other) && Math.hypot(middle(box)[0] - middle(other)[0], middle(box)[1] - middle(other)[1]) < LEAST);
    return targets.filter((node, at) => isSmall(boxes[at]) && !isInSentence(node)
        && boxes.some((other, index) => targets[index] !== node && touches(boxes[at], other))).map(nameOf);";

/// Given any page of ours, on a phone or a desk, with the panel open or closed, when something is to be pressed, then it has 24 by
/// 24 pixels, or as much room to itself, or is a link in a sentence.
#[tokio::test]
async fn wcag_2_5_8_targets_have_24_pixels_or_as_much_room() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    for path in ARTICLES {
        for width in [360, 1280] {
            reader.set_screen(width, 800, "light").await?;
            opens(&reader, &site, path).await?;
            reader.control("#comment-name").await?.clear().await?;
            reader.control("#comment-name").await?.send_keys("Asha").await?;
            reader.control("#comment-text").await?.send_keys("Hello.").await?;
            reader.control(".comment-form [type=submit]").await?.click().await?;
            reader.control(".comment-time").await?;
            finds_nothing(&reader, &format!("{path}, {width} px"), CROWDED).await?;
            reader.run("chrome.querySelector('.tools').click()").await?;
            reader.control(".reading[open]").await?;
            reader.run("chrome.querySelectorAll('.reading details').forEach((part) => part.open = true)").await?;
            finds_nothing(&reader, &format!("the panel over {path}, {width} px"), CROWDED).await?;
        }
    }
    reader.close().await
}
