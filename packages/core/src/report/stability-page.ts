import { documentPage } from "./document.ts"
import type { StabilityRecord } from "./proof-data.ts"
import { section } from "./sections/section.ts"
import { stabilityPart } from "./sections/stability.ts"

/** What became of matter that was set in motion, as one self-contained HTML document. */
export function stabilityPage(title: string, summary: readonly string[], record: StabilityRecord): string {
  return documentPage({ title, summary, sections: [stabilityPart(record, section)] })
}
