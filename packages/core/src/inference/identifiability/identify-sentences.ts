import { show } from "../../solve/status.ts"
import type { IdentifyRecord } from "./identify-record.ts"
import { gaugeSentences } from "./sentences.ts"
import type { OpenFinding } from "./unidentifiable.ts"

/** What a record comes to, in words: a sentence each. */
export function identifySentences({ names, rank, open, gauges, parts, decades, spectrum, remarks }: IdentifyRecord): readonly string[] {
  if (names.length === 0) return ["No parameter was free: there is nothing that data could tell."]
  const left = names.length - rank
  const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? "" : "s"}`
  const sloppiest = spectrum[rank - 1]
  return [
    left === 0
      ? `All ${count(names.length, "parameter")} are determined, over ${show(decades)} decades of information.`
      : `${count(rank, "direction")} of ${count(names.length, "parameter")} ${rank === 1 ? "is" : "are"} determined, over ${show(decades)} decades of information.`,
    ...(sloppiest && rank > 1 ? [`Known least: ${sloppiest.direction}.`] : []),
    ...open.map(openSentence),
    ...gaugeSentences({ gauges }).map((sentence) => `${capitalised(sentence)}.`),
    ...(parts.length < 2
      ? []
      : parts.map(({ name, bits, opens, decides }) => {
          const only = opens > 0 ? `, and ${count(opens, "direction")} that nothing else sees` : ""
          return `${name}: ${show(bits)} bits beyond what all else says${only}; ${show(decides)} of ${rank} parameters decided.`
        })),
    ...coarseness(parts),
    ...remarks.map((remark) => `${capitalised(remark)}.`),
  ]
}

/** What parts of many parameters cannot tell, since their spectra are those of squares. */
function coarseness(parts: IdentifyRecord["parts"]): readonly string[] {
  const resolution = Math.max(0, ...parts.map((part) => part.resolution))
  if (parts.length < 2 || resolution < COARSE) return []
  return [`Ranks and decades of single classes leave out what is below ${resolution.toExponential(0)} of their largest eigenvalue.`]
}

/** Resolution of a spectrum that is that of squares. */
const COARSE = 1e-20

function openSentence({ what, kind, reason, decidedBy }: OpenFinding): string {
  // The reason for which a parameter is held names it.
  if (decidedBy === "held") return `${capitalised(reason)}; ${what} is held where it started, and its interval has no end.`
  const fate = decidedBy === "priors" ? "priors decide it" : "its interval has no end"
  return `${kind === "structural" ? "Structurally" : "Practically"} unidentifiable: ${what}; ${reason}; ${fate}.`
}

/** With a capital, unless it begins with the key of a parameter. */
function capitalised(sentence: string): string {
  return /^\S+[._]/.test(sentence) ? sentence : `${sentence[0].toUpperCase()}${sentence.slice(1)}`
}
