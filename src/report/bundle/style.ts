/** The look of a bundle's page: on screen, and on paper in A4 or Letter. */

export const PAGE_STYLE = `
:root { color-scheme: light; --ink: #1f2937; --quiet: #4b5563; --rule: #d1d5db; --ground: #f8fafc; --mark: #1e3a5f; }
* { box-sizing: border-box; }
html { font: 15px/1.5 Arial, 'Liberation Sans', Helvetica, sans-serif; color: var(--ink); background: #fff; }
body { max-width: 76rem; margin: 0 auto; padding: 2.5rem 2rem 4rem; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .3rem; }
h2 { font-size: 1.35rem; margin: 3rem 0 .8rem; padding-top: .8rem; border-top: 3px solid var(--mark); }
h3 { font-size: 1.02rem; margin: 1.8rem 0 .4rem; }
p, li, dd { max-width: 48rem; }
p { margin: .5rem 0; }
a { color: #1d4ed8; }
.lead { color: var(--quiet); font-size: 1.05rem; }
code, pre, .hash { font-family: 'DejaVu Sans Mono', Consolas, Menlo, monospace; font-size: .86em; overflow-wrap: anywhere; }
pre { background: var(--ground); border: 1px solid var(--rule); padding: .6rem .8rem; margin: .5rem 0; white-space: pre-wrap; }
nav ul { list-style: none; padding: 0; margin: 1.2rem 0 0; display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.2rem; margin: .8rem 0; }
dt { color: var(--quiet); }
dd { margin: 0; }
.scroll { overflow-x: auto; margin: .8rem 0 1.4rem; }
table { border-collapse: collapse; width: 100%; font-size: .87rem; line-height: 1.4; }
caption { text-align: left; font-weight: bold; font-size: 1.02rem; padding: .6rem 0 .4rem; }
.whole { white-space: nowrap; }
th { text-align: left; vertical-align: bottom; background: var(--ground); border-bottom: 2px solid var(--ink); padding: .35rem .55rem; }
td { vertical-align: top; border-bottom: 1px solid var(--rule); padding: .35rem .55rem; }
.facts td { min-width: 3.2rem; overflow-wrap: break-word; max-width: 18rem; }
.facts th { font-size: .82rem; }
ul.changes { margin: 0; padding: 0 0 0 1rem; max-height: 14rem; overflow: auto; }
.until { display: inline-block; min-width: 8rem; max-width: 14rem; color: var(--quiet); }
details.fold { margin: 1.2rem 0 .4rem; }
summary { cursor: pointer; font-weight: bold; font-size: 1.02rem; }
.folded { border-left: 2px solid var(--rule); padding-left: 1rem; }
.checked td:nth-child(-n+2), .checked td:nth-child(4) { white-space: nowrap; }
@media screen { details:not([open]) + .folded { display: none; } }
figure { margin: 1rem 0; }
figure img { display: block; max-width: 100%; height: auto; border: 1px solid var(--rule); }
figure.draft { padding: .7rem; background: repeating-linear-gradient(45deg, #fef3c7 0 12px, #fff 12px 24px); }
figcaption { color: var(--quiet); font-size: .87rem; margin-top: .4rem; }
.badge { display: inline-block; font-size: .74rem; font-weight: bold; padding: .08rem .45rem; border: 1.5px solid; border-radius: 3px; white-space: nowrap; vertical-align: .12em; }
.draft-badge { color: #92400e; background: #fef3c7; }
.force-badge { color: #166534; background: #f0fdf4; }
.past-badge { color: var(--quiet); background: #fff; }
.note { border-left: 4px solid #b45309; background: #fffbeb; padding: .5rem .9rem; margin: .8rem 0; max-width: 52rem; }
.zone { display: inline-block; color: #fff; font-size: .74rem; font-weight: bold; padding: .05rem .35rem; border-radius: 2px; white-space: nowrap; }
.zone-cde { background: #b91c1c; } .zone-connected { background: #92400e; } .zone-security-impacting { background: #6d28d9; }
.zone-out-of-scope { background: #4b5563; } .zone-untrusted { background: #111827; }
.quiet { color: var(--quiet); }
.fail { color: #b91c1c; font-weight: bold; }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 0 2.5rem; }
:focus-visible { outline: 2px solid #1d4ed8; outline-offset: 2px; }
figure.sheet, .sheet-note { display: none; }
@page { margin: 14mm 12mm 17mm; }
@page wide { size: landscape; }
@page picture { size: landscape; margin: 7mm 7mm 10mm; }
@media print {
  html { font-size: 9.5pt; }
  body { max-width: none; padding: 0; }
  nav { display: none; }
  h2 { margin-top: 1.5rem; }
  h2, h3, caption { break-after: avoid; }
  section.diagram { page: wide; break-before: page; }
  section.diagram h2 { margin-top: 0; }
  section.after { break-before: page; }
  /* A sheet of its own for each picture, as wide as it has room: a diagram that cannot be read is no evidence. */
  figure.screen { display: none; }
  figure.sheet { display: block; page: picture; break-after: page; break-inside: avoid; margin: 0; }
  figure.sheet img { width: 100%; max-height: 525pt; object-fit: contain; border: none; }
  figure.sheet figcaption { font-size: 7pt; margin: 1mm 0 0; }
  .part { position: relative; overflow: hidden; margin: 0 auto; }
  figure.sheet .part img { position: absolute; max-width: none; max-height: none; height: auto; object-fit: fill; }
  .scroll { overflow: visible; }
  table { font-size: 7.6pt; }
  .facts td { min-width: 0; overflow-wrap: anywhere; }
  thead { display: table-header-group; }
  tr, .note, pre, #proof { break-inside: avoid; }
  ul.changes { max-height: none; overflow: visible; }
  summary { list-style: none; }
  a { color: inherit; text-decoration: none; }
  .badge, .zone, th, figure.draft, .note, pre { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .sheet-note { display: block; font-size: 7pt; }
}
`;
