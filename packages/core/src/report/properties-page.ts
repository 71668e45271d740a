import type { PropertiesRecord } from "../properties/suite/record.ts"
import { documentPage } from "./document.ts"
import { propertyParts } from "./sections/properties.ts"
import { section } from "./sections/section.ts"

/** What a suite found as one self-contained HTML document. */
export function propertiesPage(title: string, summary: readonly string[], record: PropertiesRecord): string {
  return documentPage({ title, summary, sections: propertyParts(record, section) })
}
