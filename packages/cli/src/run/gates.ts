import { join } from "node:path"
import { certify, stabilitySchema } from "@luthier/core"
import type { Artefacts } from "./artefacts.ts"
import { workingTime, writeCertificate } from "./certificate.ts"
import type { ConcludedRun } from "./conclude.ts"
import { failureFile, recordStability } from "./gates-stability.ts"
import type { Log } from "./log.ts"
import { shownPath } from "./read-data.ts"

/** What a potential must pass before it is exported: a sentence for each gate that it failed, with the file of its structures. */
export async function passGates(artefacts: Artefacts, run: ConcludedRun, log: Log, signal: AbortSignal): Promise<readonly string[]> {
  const { gates } = run.prepared.config
  const failures = [
    ...(gates.certificate ? await passCertificate(artefacts, run, log) : []),
    ...(gates.stability === false ? [] : await passStability(artefacts, run, log, signal)),
  ]
  for (const sentence of failures) log.line(`gate: ${sentence}`)
  if (failures.length > 0) {
    log.line(
      "gate: nothing is exported; luthier export writes the files all the same. Structures become data when they are labelled by the reference method (luthier label) and their file is added to data.train",
    )
  }
  return failures
}

async function passCertificate({ folder }: Artefacts, { prepared, result }: ConcludedRun, log: Log): Promise<string[]> {
  const { potential, sets, config, shortest } = prepared
  const { seed } = config
  const theta = result.theta.slice(0, potential.parameters.length)
  const certificate = certify(potential, theta, { data: sets.train.configurations, shortest, seed, clock: workingTime })
  const out = join(folder, "certificate")
  await writeCertificate(out, certificate, { potential, seed, data: sets.train.hashes })
  if (certificate.passed) log.line(`gate: the certificate is passed: ${shownPath(join(out, "certificate.html"))}`)
  return certificate.checks
    .filter(({ verdict }) => verdict === "fail")
    .map(({ name, worst }) => `${name} failed: ${worst}; structures to label in ${shownPath(join(out, "failures", `${name}.extxyz`))}`)
}

async function passStability({ folder }: Artefacts, { prepared, result }: ConcludedRun, log: Log, signal: AbortSignal): Promise<string[]> {
  const { potential, sets, config, shortest } = prepared
  const theta = result.theta.slice(0, potential.parameters.length)
  const settings = typeof config.gates.stability === "boolean" ? stabilitySchema.parse({}) : config.gates.stability
  const out = join(folder, "stability")
  const request = { potential, theta, settings, data: sets.train.configurations, shortest, signal }
  const { passed, trials, notices } = await recordStability(out, request, log)
  for (const notice of notices) log.line(`gate: stability: ${notice}`)
  if (passed) log.line(`gate: all ${trials.length} trials of stability are passed: ${shownPath(join(out, "stability.json"))}`)
  return trials
    .filter((trial) => !trial.passed)
    .map((trial) => `${trial.name} failed: ${trial.reason}; structures to label in ${shownPath(join(out, failureFile(trial)))}`)
}
