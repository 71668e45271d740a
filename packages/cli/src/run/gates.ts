import { join } from "node:path"
import { certify } from "@luthier/core"
import type { Artefacts } from "./artefacts.ts"
import { workingTime, writeCertificate } from "./certificate.ts"
import type { ConcludedRun } from "./conclude.ts"
import type { Log } from "./log.ts"
import { shownPath } from "./read-data.ts"

/** What a potential must pass before it is exported: a sentence for each gate that it failed, with the file of its structures. */
export async function passGates({ folder }: Artefacts, { prepared, result }: ConcludedRun, log: Log): Promise<readonly string[]> {
  const { potential, sets, config, shortest } = prepared
  if (!config.gates.certificate) return []
  const { seed } = config
  const theta = result.theta.slice(0, potential.parameters.length)
  const certificate = certify(potential, theta, { data: sets.train.configurations, shortest, seed, clock: workingTime })
  const out = join(folder, "certificate")
  await writeCertificate(out, certificate, { potential, seed, data: sets.train.hashes })
  const failed = certificate.checks.filter(({ verdict }) => verdict === "fail")
  const sentences = failed.map(
    ({ name, worst }) => `${name} failed: ${worst}; structures to label in ${shownPath(join(out, "failures", `${name}.extxyz`))}`,
  )
  for (const sentence of sentences) log.line(`gate: ${sentence}`)
  log.line(
    sentences.length === 0
      ? `gate: the certificate is passed: ${shownPath(join(out, "certificate.html"))}`
      : "gate: nothing is exported; luthier export writes the files all the same",
  )
  return sentences
}
