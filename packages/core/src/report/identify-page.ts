import type { IdentifyRecord } from "../inference/identifiability/identify-record.ts"
import { documentPage } from "./document.ts"
import { directionsSection, informationSection, knowledgeSection, withoutSection } from "./sections/information.ts"

const sections = [informationSection, withoutSection, directionsSection, knowledgeSection]

/** How well a fit knows its parameters, as one self-contained HTML document. */
export function identifyPage(title: string, summary: readonly string[], record: IdentifyRecord): string {
  return documentPage({ title, summary, sections: sections.map((one) => one(record)) })
}
