import { rm } from "node:fs/promises"
import { join } from "node:path"
import { type Certificate, certificateSentence, formatExtxyz, type Potential, symbolOf } from "@luthier/core"
import { jsonText, writeWhole } from "../files/write-whole.ts"
import { textTable } from "../terminal.ts"
import { version } from "../version.ts"

/** What a certificate was made with. */
export interface CertificateOrigin {
  readonly potential: Potential
  readonly seed: number
  /** SHA-256 of data files by path as shown. */
  readonly data: Readonly<Record<string, string>>
}

/** Time that this process has worked [ms]: a busy machine does not make a potential slow. */
export function workingTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** `certificate.json`: the certificate, with the files of failing structures in the place of the structures. */
function certificateFile(certificate: Certificate, { potential, seed, data }: CertificateOrigin): object {
  const { passed, checks, ...rest } = certificate
  return {
    schema: 1,
    luthier: version,
    passed,
    potential: { kind: potential.spec.kind, elements: potential.elements.map(symbolOf), cutoff: potential.cutoff },
    seed,
    data,
    checks: checks.map(({ structures, ...check }) => ({ ...check, ...(structures.length > 0 && { file: failureFile(check.name) }) })),
    ...rest,
  }
}

function failureFile(check: string): string {
  return `failures/${check}.extxyz`
}

/** Writes `certificate.json`, `certificate.html`, and a file of structures for each check that failed; gives the content of the first. */
export async function writeCertificate(folder: string, certificate: Certificate, origin: CertificateOrigin): Promise<object> {
  const written = certificateFile(certificate, origin)
  await writeWhole(join(folder, "certificate.json"), jsonText(written))
  for (const { name, structures, worst } of certificate.checks) {
    const file = join(folder, failureFile(name))
    if (structures.length === 0) {
      await rm(file, { force: true })
      continue
    }
    const frames = structures.map((structure, frame) =>
      formatExtxyz({
        structure,
        group: `certificate-${name}`,
        weights: { energy: 1, forces: 1, stress: 1 },
        origin: { file, frame },
        info: { failure: worst },
      }),
    )
    await writeWhole(file, frames)
  }
  const { certificatePage } = await import("@luthier/core/report")
  const { potential, seed, data } = origin
  const title = `${potential.elements.map(symbolOf).join("–")}: ${potential.spec.kind}: certificate`
  const files = Object.keys(data)
  const summary = [
    `${certificateSentence(certificate, potential)}.`,
    `Made by luthier ${version}, seed ${seed}${files.length > 0 ? `, with data of ${files.join(", ")}` : ", without data"}; cutoff ${potential.cutoff} Å.`,
  ]
  await writeWhole(join(folder, "certificate.html"), certificatePage(title, summary, certificate))
  return written
}

/** The checks as a table for people. */
export function certificateText(certificate: Certificate, potential: Potential): string {
  const brief = (value: number | null): string => (value === null ? "–" : String(Number(value.toPrecision(3))))
  const rows = certificate.checks.map(({ name, verdict, measured, bound, unit }) => [
    name,
    verdict === "fail" ? "FAIL" : verdict,
    ...(verdict === "not applicable" ? ["", ""] : [verdict === "fail" && measured === null ? "NaN" : brief(measured), brief(bound)]),
    unit,
  ])
  const told = certificate.checks
    .filter(({ verdict }) => verdict !== "pass")
    .map(({ name, verdict, worst }) => `${name} ${verdict === "fail" ? "failed" : "does not apply"}: ${worst}`)
  return [
    textTable([["check", "verdict", "worst case", "bound", "unit"], ...rows]),
    ...told,
    ...certificate.refused.map((sentence) => `not tried: ${sentence}`),
    `${certificateSentence(certificate, potential)}`,
  ].join("\n")
}
