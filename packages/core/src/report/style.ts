/** The look of a report: readable on a screen in light and dark, and on paper, where it is a supplement without navigation. */
export const style: string = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1d1f21; --soft: #5d6166; --rule: #8d9196; --line: #dfe1e4; --shade: #ececec; --warm: #fdf3ec;
  --unstable: #f6e3da; --good: #00704f; --bad: #b33c00;
  --c0: #0072b2; --c1: #d55e00; --c2: #009e73; --c3: #b0508b; --c4: #b57900; --c5: #3a9ad9; --c6: #7a5525; --c7: #444; }
@media screen and (prefers-color-scheme: dark) { :root { --paper: #16181a; --ink: #e6e7e8; --soft: #a3a8ad; --rule: #767b80; --line: #33373b; --shade: #2a2d30; --warm: #2b211a;
  --unstable: #3a2820; --good: #4cc39a; --bad: #ff8b57;
  --c0: #56b4e9; --c1: #ff8b47; --c2: #2fc79b; --c3: #e39ac4; --c4: #e8b64c; --c5: #8fd0ff; --c6: #c79d68; --c7: #b8bcc0; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", "Helvetica Neue", "DejaVu Sans", sans-serif; counter-reset: section figure table; }
main { max-width: 1140px; margin: 0 auto; padding: 2.2rem 1.4rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 0.8rem; }
h2 { font-size: 1.2rem; margin: 2.4rem 0 0.3rem; padding-top: 0.9rem; border-top: 1px solid var(--line); break-after: avoid; }
section > h2::before { counter-increment: section; content: counter(section) "\\2002"; color: var(--soft); }
h3 { font-size: 1rem; margin: 1.5rem 0 0.4rem; break-after: avoid; }
.explanation { color: var(--soft); margin: 0 0 0.8rem; max-width: 52rem; }
nav { columns: 3 14rem; font-size: 0.9rem; margin: 1.2rem 0 0; counter-reset: entry; }
nav a { display: block; color: var(--soft); text-decoration: none; }
nav a::before { counter-increment: entry; content: counter(entry) "\\2002"; }
nav a:hover { color: var(--c0); }
aside { border-left: 4px solid var(--c1); background: var(--warm); padding: 0.4rem 1.2rem 0.6rem; margin: 1.4rem 0; }
aside h2 { border: 0; margin: 0.4rem 0 0; padding: 0; font-size: 1rem; }
aside ul { margin: 0.3rem 0; padding-left: 1.2rem; }
ul.remarks { margin: 0.5rem 0 0.8rem; padding-left: 1.2rem; max-width: 60rem; }
summary { cursor: pointer; color: var(--soft); margin: 0.4rem 0; }
.scroll { overflow-x: auto; margin: 0 0 1rem; }
table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums lining-nums; }
caption { text-align: left; color: var(--soft); padding-bottom: 0.4rem; }
caption::before { counter-increment: table; content: "Table " counter(table) ". "; font-weight: 600; color: var(--ink); }
th { text-align: left; font-weight: 600; color: var(--soft); border-bottom: 1px solid var(--ink); vertical-align: bottom; }
th, td { padding: 0.25rem 0.9rem 0.25rem 0; }
td { border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
th.number, td.number { text-align: right; white-space: nowrap; }
th.number { white-space: normal; }
tr.over th { border-bottom: 0; padding-bottom: 0; text-align: center; }
th.first, td.first { padding-left: 1.1rem; }
tr.over th.spanning { background: linear-gradient(var(--line), var(--line)) bottom right / calc(100% - 1.1rem) 1px no-repeat; padding-left: 1.1rem; }
th { max-width: 7.5rem; }
tr.over th { max-width: none; }
sup, sub { line-height: 0; font-size: 0.75em; }
code { font: 0.88em ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
pre { font: 0.8rem/1.35 ui-monospace, "DejaVu Sans Mono", monospace; overflow-x: auto; }
.row { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(390px, 100%), max-content)); gap: 0.8rem 2rem; align-items: start; }
.row.three { grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), max-content)); }
.row > * { min-width: 0; }
figure { margin: 0 0 0.8rem; min-width: 0; max-width: 720px; break-inside: avoid; }
.row > figure { max-width: 520px; }
.row > figure.wide { max-width: none; }
figure .beside { display: flex; }
figure .beside svg { flex: 0 1 auto; min-width: 0; }
figcaption { font-size: 0.9rem; color: var(--soft); margin: 0.3rem 0 0; }
figcaption::before { counter-increment: figure; content: "Figure " counter(figure) ". "; font-weight: 600; color: var(--ink); }
figcaption b { color: var(--ink); }
svg { max-width: 100%; height: auto; display: block; }
.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem; margin: 0.2rem 0 0.4rem; font-size: 0.9rem; }
.legend svg { display: inline-block; vertical-align: -0.05em; margin-right: 0.35rem; flex: none; }
.pass, .fail { white-space: nowrap; } .pass { color: var(--good); } .fail, .far, .trouble { color: var(--bad); } .fail, .far { font-weight: 600; } .none { color: var(--soft); }
@media print {
  @page { size: A4; margin: 18mm 16mm; }
  body { font-size: 9.5pt; line-height: 1.4; }
  main { max-width: none; padding: 0; }
  nav, summary { display: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
  h2 { margin-top: 1.4rem; }
  aside, tr, .legend, .scroll.short { break-inside: avoid; }
  .legend, .explanation { break-after: avoid; }
  figcaption, .legend { font-size: 8pt; }
  .scroll { overflow: visible; }
  table { font-size: 7.5pt; }
  td:first-child { min-width: 8em; }
  details.narrow > .scroll { columns: 2; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 7pt; columns: 2; }
  thead { display: table-header-group; }
  th, td { padding-right: 0.5rem; }
  pre { font: 0.8rem/1.35 ui-monospace, "DejaVu Sans Mono", monospace; overflow-x: auto; }
.row { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0.5rem 1rem; }
  .row > .scroll, .row > figure.wide { grid-column: 1 / -1; }
  aside { background: none; }
}
`
