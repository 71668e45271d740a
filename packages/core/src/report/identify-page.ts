import type { IdentifyRecord } from "../inference/identifiability/identify-record.ts"
import { directionsSection, informationSection, knowledgeSection, withoutSection } from "./sections/information.ts"
import { style } from "./style.ts"
import { escapeHtml } from "./text.ts"

const sections = [informationSection, withoutSection, directionsSection, knowledgeSection]

/** How well a fit knows its parameters, as one self-contained HTML document. */
export function identifyPage(title: string, summary: readonly string[], record: IdentifyRecord): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${style}</style></head>
<body><main>
<h1>${escapeHtml(title)}</h1>
${summary.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join("\n")}
${sections.map((one) => one(record)).join("\n")}
</main></body></html>
`
}
