import type { ReportData } from "./report-data.ts"
import { calibrationSection } from "./sections/calibration.ts"
import { coefficientsSection } from "./sections/coefficients.ts"
import { convergenceSection } from "./sections/convergence.ts"
import { errorsSection } from "./sections/errors.ts"
import { functionsSection } from "./sections/functions.ts"
import { choiceSection, learningSection } from "./sections/linear.ts"
import { sourcesSection } from "./sections/information.ts"
import { noiseSection } from "./sections/noise.ts"
import { parametersSection } from "./sections/parameters.ts"
import { paritySection } from "./sections/parity.ts"
import { exportsSection, provenanceSection } from "./sections/provenance.ts"
import { residualsSection } from "./sections/residuals.ts"
import { targetsSection } from "./sections/targets.ts"
import { style } from "./style.ts"
import { escapeHtml } from "./text.ts"

const sections = [
  ...[
    errorsSection,
    targetsSection,
    paritySection,
    calibrationSection,
    learningSection,
    functionsSection,
    coefficientsSection,
    parametersSection,
    sourcesSection,
  ],
  ...[noiseSection, residualsSection, choiceSection, convergenceSection, exportsSection, provenanceSection],
]

/** The whole report as one self-contained HTML document: no script, no request, every figure inline SVG. */
export function reportPage(data: ReportData): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(data.title)}</title><style>${style}</style></head>
<body><main>
<h1>${escapeHtml(data.title)}</h1>
${data.summary.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join("\n")}
${data.warnings.length > 0 ? `<aside><h2>Before you use it</h2><ul>${data.warnings.map((warning) => `<li>${escapeHtml(warning)}</li>`).join("")}</ul></aside>` : ""}
${sections.map((section) => section(data)).join("\n")}
</main></body></html>
`
}
