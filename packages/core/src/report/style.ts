/** The look of a report: readable on a screen, printable on paper. */
export const style: string = `
:root { color-scheme: light; --ink: #1d1f21; --soft: #5d6166; --line: #dfe1e4; --accent: #0072b2; }
body { margin: 0; background: #fff; color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", "Helvetica Neue", "DejaVu Sans", sans-serif; }
main { max-width: 1140px; margin: 0 auto; padding: 2.2rem 1.4rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 0.8rem; }
h2 { font-size: 1.2rem; margin: 2.4rem 0 0.3rem; padding-top: 0.9rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.3rem 0 0.4rem; }
.explanation { color: var(--soft); margin: 0 0 0.8rem; max-width: 46rem; }
aside { border-left: 4px solid #d55e00; background: #fdf3ec; padding: 0.4rem 1.2rem 0.6rem; margin: 1.4rem 0; }
aside h2 { border: 0; margin: 0.4rem 0 0; padding: 0; font-size: 1rem; }
aside ul { margin: 0.3rem 0; padding-left: 1.2rem; }
summary { cursor: pointer; color: var(--soft); margin: 0.4rem 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; color: var(--soft); border-bottom: 1px solid var(--ink); vertical-align: bottom; }
th, td { padding: 0.25rem 0.9rem 0.25rem 0; }
td { border-bottom: 1px solid var(--line); }
th.number, td.number { text-align: right; }
td { white-space: nowrap; }
th { max-width: 6.5rem; }
code { font: 0.88em ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.row { display: flex; flex-wrap: wrap; gap: 0.6rem 1.4rem; }
figure { margin: 0 0 0.8rem; min-width: 0; }
figcaption { font-weight: 600; font-size: 0.92rem; margin-bottom: 0.2rem; }
svg { max-width: 100%; height: auto; }
.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem; margin: 0.2rem 0 0.8rem; font-size: 0.9rem; }
.legend i { display: inline-block; width: 0.7rem; height: 0.7rem; border-radius: 50%; margin-right: 0.35rem; }
@media print { main { max-width: none; padding: 0; } section { break-inside: avoid-page; } }
`
