// What is asked of a page, run inside it. Each function gives a list of faults in words, empty where all is well.

/** The page must not be wider than its window. */
export function widerThanWindow() {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const wide = [...document.body.querySelectorAll("*")]
    .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 0.5 && !element.closest(".scroll, svg"))
    .slice(0, 3)
    .map((element) => `<${element.localName} class="${element.getAttribute("class") ?? ""}">`);
  return [`the page is ${root.scrollWidth} px wide in a window of ${root.clientWidth} px: ${wide.join(", ")}`];
}

/** No text of a picture may leave it, or lie on another text. */
export function textsOfPictures() {
  const SLACK = 0.75;
  const faults = [];
  const pictures = [...document.querySelectorAll("svg.chart")].filter((svg) => svg.checkVisibility());
  for (const svg of pictures) {
    const title = svg.querySelector("title").textContent;
    const { width, height } = svg.viewBox.baseVal;
    // What is seen of a text: from just above its capitals to its baseline, without the room that a line has.
    const texts = [...svg.querySelectorAll("text")].map((text) => {
      const box = text.getBBox();
      const size = parseFloat(text.getAttribute("font-size"));
      const baseline = parseFloat(text.getAttribute("y"));
      return { words: text.textContent, left: box.x, right: box.x + box.width, top: baseline - 0.75 * size, bottom: baseline + 0.1 * size };
    });
    for (const { words, left, right, top, bottom } of texts) {
      if (left < -SLACK || right > width + SLACK || top < -SLACK || bottom > height + SLACK) {
        faults.push(`"${words}" is cut off in the picture "${title}" (${left.toFixed(1)} to ${right.toFixed(1)} of ${width})`);
      }
    }
    for (const [i, a] of texts.entries()) {
      for (const b of texts.slice(i + 1)) {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > SLACK && down > SLACK) faults.push(`"${a.words}" and "${b.words}" overlap in the picture "${title}"`);
      }
    }
  }
  return faults;
}

/** Every table, those under "Show the numbers" too. */
export function hiddenTables() {
  return [...document.querySelectorAll("table")]
    .filter((table) => !table.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true, opacityProperty: true })
      || table.getBoundingClientRect().height < 10)
    .map((table) => `the table "${table.caption?.textContent}" is not visible in print`);
}

/** No value that only a program writes. */
export function wordsOfPrograms() {
  return (document.body.innerText.match(/\b(NaN|undefined|null|Infinity|inf)\b|\{\s*\$/g) ?? []).map((word) => `"${word}" in the text`);
}

/** Widths are measured in the font that ships: it must be the font that is used. */
export async function missingFonts() {
  await document.fonts.ready;
  const loaded = [...document.fonts].filter((font) => font.status === "loaded").map((font) => `${font.family} ${font.weight}`);
  return ["Inter 400", "Inter 600"].filter((font) => !loaded.includes(font)).map((font) => `the font ${font} is not loaded`);
}

/** The texts of every table, cell by cell, as a list. */
export function tableTexts() {
  return [...document.querySelectorAll("table")].flatMap((table) =>
    [...table.querySelectorAll("caption, th, td")].map((cell) => cell.textContent));
}
