/**
 * Runs in the page that shows an SVG: what a person would see wrong in it. All in px of the
 * picture's own size; `u` is the height of a usual line of text, and tolerances hang on it.
 *
 *  overlap     words of two different parts cover each other by over 15 % of the lower one, both ways
 *  outside     words leave the box of their own part, or the page
 *  struck      a line passes through words that are not its own label, with no opaque ground between
 *  crossed     a line passes through a node that neither of its tips touches
 *  faint       contrast of words to what lies under them, below 4.5 (WCAG)
 *  iconless    an icon without size or drawing, off the page, or covered
 */
export function measure() {
  const root = document.documentElement;
  const { width, height } = root.viewBox.baseVal;
  const page = { x: 0, y: 0, right: width, bottom: height };
  const scale = root.getBoundingClientRect().width / width;
  const origin = root.getBoundingClientRect();
  const problems = [];
  const report = (kind, what) => problems.push(`${kind}: ${what}`);

  const boxOf = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return {
      x: (left - origin.left) / scale,
      y: (top - origin.top) / scale,
      right: (right - origin.left) / scale,
      bottom: (bottom - origin.top) / scale,
    };
  };
  const within = (inner, outer, by) =>
    inner.x >= outer.x - by &&
    inner.y >= outer.y - by &&
    inner.right <= outer.right + by &&
    inner.bottom <= outer.bottom + by;
  const holds = (box, { x, y }, by = 0) =>
    x > box.x + by && x < box.right - by && y > box.y + by && y < box.bottom - by;
  const centre = (box) => ({ x: (box.x + box.right) / 2, y: (box.y + box.bottom) / 2 });
  const union = (boxes) => ({
    x: Math.min(...boxes.map((b) => b.x)),
    y: Math.min(...boxes.map((b) => b.y)),
    right: Math.max(...boxes.map((b) => b.right)),
    bottom: Math.max(...boxes.map((b) => b.bottom)),
  });

  const drawn = [...root.querySelectorAll('text,polygon,path,ellipse,circle,rect,polyline,use')]
    .filter((element) => !element.closest('defs,symbol'))
    .map((element, z) => ({
      element,
      z,
      box: boxOf(element),
      part: element.closest('g[id]:not(.graph)'),
    }));
  const shapes = drawn.filter(({ element }) => !/^(text|use)$/.test(element.localName));

  const rgb = (css) => (/^rgba?\(/.test(css) ? css.match(/[\d.]+/g).map(Number) : undefined);
  const fillOf = ({ element }) => {
    const { fill } = getComputedStyle(element);
    // A pattern: the ground and the lines of ours differ little, and its lines are the darker part.
    const pattern = /url\("?#([^")]+)/.exec(fill)?.[1];
    const line = pattern && document.getElementById(pattern)?.querySelector('[stroke]');
    return rgb(line ? getComputedStyle(line).stroke : fill);
  };
  const isOpaque = (shape) => {
    const fill = fillOf(shape);
    return fill !== undefined && (fill[3] ?? 1) === 1;
  };
  const covers = ({ element, box }, point) => {
    if (!holds(box, point)) return false;
    const matrix = element.getScreenCTM().inverse();
    const screen = new DOMPoint(point.x * scale + origin.left, point.y * scale + origin.top);
    return element.isPointInFill(screen.matrixTransform(matrix));
  };

  const texts = drawn
    .filter(({ element }) => element.localName === 'text' && element.textContent.trim() !== '')
    .map((text) => ({
      ...text,
      words: text.element.textContent,
      size: Number.parseFloat(getComputedStyle(text.element).fontSize),
    }));
  const heights = texts.map(({ box }) => box.bottom - box.y).sort((a, b) => a - b);
  const u = heights[Math.floor(heights.length / 2)] ?? 10;

  texts.forEach((a, i) => {
    const low = a.box.bottom - a.box.y;
    for (const b of texts.slice(i + 1)) {
      if (a.part === b.part) continue;
      const by = 0.15 * Math.min(low, b.box.bottom - b.box.y);
      const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.x, b.box.x);
      const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.y, b.box.y);
      if (across > by && down > by) report('overlap', `"${a.words}" and "${b.words}"`);
    }
    if (!within(a.box, page, 1)) report('outside', `"${a.words}" leaves the page`);
    const own = shapes.filter((s) => s.part === a.part);
    const isLabel = a.part?.classList.contains('edge');
    if (!isLabel && own.length > 0 && !within(a.box, union(own.map((s) => s.box)), 1))
      report('outside', `"${a.words}" leaves its box`);
  });

  const luminance = (color) => {
    const [r, g, b] = color.slice(0, 3).map((c) => {
      const part = c / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  for (const text of texts) {
    const under = shapes.filter((s) => s.z < text.z && isOpaque(s) && covers(s, centre(text.box)));
    const ground = under.length > 0 ? fillOf(under.at(-1)) : [255, 255, 255];
    const ink = rgb(getComputedStyle(text.element).fill) ?? [0, 0, 0];
    const [low, high] = [luminance(ground), luminance(ink)].sort((a, b) => a - b);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < 4.5) report('faint', `"${text.words}" has a contrast of ${contrast.toFixed(2)}`);
    const over = shapes.find((s) => s.z > text.z && isOpaque(s) && covers(s, centre(text.box)));
    if (over) report('struck', `"${text.words}" is covered`);
  }

  const nodes = [...root.querySelectorAll('g.node')].map((part) => ({
    name: part.querySelector('title')?.textContent.split('\n')[0] ?? part.id,
    box: union(shapes.filter((s) => s.part === part).map((s) => s.box)),
  }));
  for (const line of shapes.filter(
    (s) => s.element.localName === 'path' && s.part?.classList.contains('edge'),
  )) {
    const { element, part, z } = line;
    const name = part.querySelector('title')?.textContent.split('\n')[0] ?? part.id;
    const total = element.getTotalLength();
    const matrix = element.getScreenCTM();
    const points = Array.from({ length: Math.ceil(total / 2) + 1 }, (_, i) => {
      const { x, y } = element.getPointAtLength(Math.min(total, i * 2)).matrixTransform(matrix);
      return { x: (x - origin.left) / scale, y: (y - origin.top) / scale };
    });
    for (const text of texts) {
      if (text.part === part) continue;
      const by = 0.15 * (text.box.bottom - text.box.y);
      const struck = points.some(
        (p) =>
          holds(text.box, p, by) &&
          !shapes.some((s) => s.z > z && s.z < text.z && isOpaque(s) && covers(s, p)),
      );
      if (struck) report('struck', `"${text.words}" by ${name}`);
    }
    const tips = [points[0], points.at(-1)];
    for (const node of nodes) {
      if (tips.some((tip) => holds(node.box, tip, -u))) continue;
      if (points.some((p) => holds(node.box, p, 0.15 * u)))
        report('crossed', `${node.name} by ${name}`);
    }
  }

  for (const icon of drawn.filter(({ element }) => element.localName === 'use')) {
    const symbol = document.getElementById(icon.element.href.baseVal.slice(1));
    const { x, y, right, bottom } = icon.box;
    const name = icon.part?.querySelector('title')?.textContent.split('\n')[0] ?? icon.part?.id;
    if (!symbol?.querySelector('path,rect,circle,ellipse,polygon,image,line,polyline'))
      report('iconless', `${name}: nothing is drawn`);
    else if (right - x < 8 || bottom - y < 8)
      report('iconless', `${name}: ${right - x} x ${bottom - y}`);
    else if (!within(icon.box, page, 1)) report('iconless', `${name}: off the page`);
    else if (shapes.some((s) => s.z > icon.z && isOpaque(s) && covers(s, centre(icon.box))))
      report('iconless', `${name}: covered`);
  }

  // On an A3 sheet with margins of 10 mm, turned as the picture is; in points.
  const millimetre = 72 / 25.4;
  const sheet = [400, 277].map((side) => side * millimetre);
  const sides = [Math.max(width, height), Math.min(width, height)];
  const fit = Math.min(sheet[0] / sides[0], sheet[1] / sides[1]);
  return {
    problems,
    title: root.querySelector('title')?.textContent,
    texts: texts.length,
    icons: drawn.filter(({ element }) => element.localName === 'use').length,
    aspect: sides[0] / sides[1],
    points: Math.min(...texts.map(({ size }) => size)) * fit,
  };
}
