import { documentPage } from "./document.ts"
import type { ReportData } from "./report-data.ts"
import { calibrationSection } from "./sections/calibration.ts"
import { coefficientsSection } from "./sections/coefficients.ts"
import { convergenceSection } from "./sections/convergence.ts"
import { errorsSection } from "./sections/errors.ts"
import { factsSection } from "./sections/facts.ts"
import { functionsSection } from "./sections/functions.ts"
import { sourcesSection } from "./sections/information.ts"
import { certificateSection } from "./sections/laws.ts"
import { choiceSection, learningSection } from "./sections/linear.ts"
import { noiseSection } from "./sections/noise.ts"
import { parametersSection } from "./sections/parameters.ts"
import { paritySection } from "./sections/parity.ts"
import { propertiesSection } from "./sections/properties.ts"
import { exportsSection, provenanceSection } from "./sections/provenance.ts"
import { residualsSection } from "./sections/residuals.ts"
import { stabilitySection } from "./sections/stability.ts"
import { targetsSection } from "./sections/targets.ts"

/** From what a reader asks first to what only one who repeats the work does. */
const sections: readonly ((data: ReportData) => string)[] = [
  factsSection,
  errorsSection,
  paritySection,
  targetsSection,
  propertiesSection,
  stabilitySection,
  certificateSection,
  calibrationSection,
  learningSection,
  functionsSection,
  coefficientsSection,
  parametersSection,
  sourcesSection,
  noiseSection,
  residualsSection,
  choiceSection,
  convergenceSection,
  exportsSection,
  provenanceSection,
]

/** The whole report as one self-contained HTML document: no script, no request, every figure inline SVG. */
export function reportPage(data: ReportData): string {
  const { title, summary, warnings } = data
  return documentPage({ title, summary, warnings, sections: sections.map((section) => section(data)) })
}
