import { style } from "./style.ts"
import { escapeHtml, typeset } from "./text.ts"

/** What a page is made of. */
export interface PageContent {
  readonly title: string
  /** Plain sentences. */
  readonly summary: readonly string[]
  /** What a reader must know first. */
  readonly warnings?: readonly string[]
  /** Ready; empty ones are left out. */
  readonly sections: readonly string[]
}

/** Pages of fewer parts need no contents. */
const MANY = 6

/** A page as one self-contained HTML document: no script, no request, every figure inline SVG. */
export function documentPage({ title, summary, warnings = [], sections }: PageContent): string {
  const present = sections.filter((one) => one !== "")
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${style}</style></head>
<body><main>
<h1>${escapeHtml(title)}</h1>
${summary.map((sentence) => `<p>${typeset(sentence)}</p>`).join("\n")}
${warnings.length > 0 ? `<aside><h2>Before you use it</h2><ul>${warnings.map((warning) => `<li>${typeset(warning)}</li>`).join("")}</ul></aside>` : ""}
${contents(present)}
${present.join("\n")}
</main></body></html>
`
}

/** Links to the parts, on screens only. */
function contents(sections: readonly string[]): string {
  const headings = sections.flatMap((html) => [...html.matchAll(/<section id="([^"]+)"><h2>(.*?)<\/h2>/gu)])
  if (headings.length < MANY) return ""
  return `<nav aria-label="contents">${headings.map(([, id, title]) => `<a href="#${id}">${title}</a>`).join("")}</nav>`
}
