import { documentPage } from "./document.ts"
import type { CertificateRecord } from "./proof-data.ts"
import { certificateParts } from "./sections/laws.ts"
import { section } from "./sections/section.ts"

/** A certificate as one self-contained HTML document: what was tried, how it came out, and what was seen on the way. */
export function certificatePage(title: string, summary: readonly string[], certificate: CertificateRecord): string {
  return documentPage({ title, summary, sections: certificateParts(certificate, section) })
}
