/** The style of a report page: light or dark as the reader prefers, and light on paper. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; }
:root {
  --text: #1c2430; --dim: #556070; --line: #d5dae2; --page: #ffffff; --card: #f5f7fa;
  --done: #1a7f4b; --declined: #c0392b; --accepted: #a86a0a; --unknown: #6b46c1; --notSeen: #39445a; --notSent: #7c8799;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e6eaf0; --dim: #a9b3c2; --line: #333c4a; --page: #14171c; --card: #1d222a;
    --done: #4cc38a; --declined: #ff8a7a; --accepted: #f0b95a; --unknown: #b79cff; --notSeen: #c4cddb; --notSent: #8a94a6;
  }
}
@media print {
  @page { size: A4; margin: 14mm; }
  :root {
    color-scheme: light;
    --text: #000000; --dim: #404040; --line: #b0b0b0; --page: #ffffff; --card: #ffffff;
    --done: #1a7f4b; --declined: #c0392b; --accepted: #a86a0a; --unknown: #6b46c1; --notSeen: #39445a; --notSent: #7c8799;
  }
  body { padding: 0 !important; font-size: 10pt !important; }
  section { break-inside: avoid; }
  rect, .swatch { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1.25rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 2rem 0 .5rem; font-size: 1.15rem; }
p { margin: .25rem 0; }
.dim { color: var(--dim); }
.numbers { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0 0; padding: 0; list-style: none; }
.numbers li { flex: 1 1 9rem; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); }
.numbers strong { display: block; font-size: 1.35rem; font-variant-numeric: tabular-nums; }
.table { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--dim); font-weight: 600; }
tbody th { min-width: 7rem; color: var(--text); font-weight: 400; overflow-wrap: anywhere; }
.number { text-align: right; }
td.number { white-space: nowrap; }
svg { display: block; width: 100%; height: auto; margin: .5rem 0; }
svg text { fill: var(--text); font: 12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
svg line { stroke: var(--dim); }
rect { stroke: var(--page); stroke-width: 1; }
.done { fill: var(--done); background: var(--done); }
.declined { fill: var(--declined); background: var(--declined); }
.accepted { fill: var(--accepted); background: var(--accepted); }
.unknown { fill: var(--unknown); background: var(--unknown); }
.notSeen { fill: var(--notSeen); background: var(--notSeen); }
.notSent { fill: var(--notSent); background: var(--notSent); }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .25rem 0; padding: 0; list-style: none; }
.swatch { display: inline-block; width: .8rem; height: .8rem; margin-right: .4rem; border-radius: .15rem; }
`.replaceAll(/\s*\n\s*/g, ' ');
