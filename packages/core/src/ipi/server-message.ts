import { inverse, transpose } from "../atoms/cell.ts"
import { bohr } from "../units/constants.ts"
import type { MessageParser } from "./message-stream.ts"
import { readCount, readHeader, readReals, readText, unknownHeader, writeParts } from "./wire.ts"

/**
 * What a server of the i-PI protocol (M. Ceriotti, J. More, D. E. Manolopoulos, doi:10.1016/j.cpc.2013.10.027; V. Kapil et al.,
 * doi:10.1016/j.cpc.2018.09.020) says to a client, which computes forces; in units of Luthier.
 */
export type ServerMessage =
  /** Asks what the client is about. */
  | { readonly kind: "status" }
  /** Answers `need-init`: the number of a replica, and a text that both sides have agreed on. */
  | { readonly kind: "init"; readonly bead: number; readonly text: string }
  | PositionsMessage
  /** Asks for the forces. */
  | { readonly kind: "get-force" }
  /** Ends the conversation. */
  | { readonly kind: "exit" }

/** Where the atoms are. */
export interface PositionsMessage {
  readonly kind: "positions"
  /** Rows are lattice vectors [Å]; rows of zeros where there is none. */
  readonly cell: Float64Array
  /** `[3N]` [Å] */
  readonly positions: Float64Array
}

const HEADERS = { status: "STATUS", init: "INIT", positions: "POSDATA", "get-force": "GETFORCE", exit: "EXIT" } as const

/**
 * The bytes of a message. Positions are, in Bohr, the transposed cell matrix (columns are lattice vectors), its inverse, the number of
 * atoms and their coordinates; where lattice vectors are missing the inverse is zero.
 */
export function encodeServerMessage(message: ServerMessage): Uint8Array<ArrayBuffer> {
  const header = { header: HEADERS[message.kind] }
  if (message.kind === "init") {
    const { length } = new TextEncoder().encode(message.text)
    return writeParts(header, { count: message.bead }, { count: length }, { text: message.text })
  }
  if (message.kind !== "positions") return writeParts(header)
  const columns = transpose(message.cell).map((x) => x / bohr)
  const { positions } = message
  return writeParts(
    header,
    { reals: columns },
    { reals: inverseOrZero(columns) },
    { count: positions.length / 3 },
    { reals: positions.map((x) => x / bohr) },
  )
}

/** Reads a message of a server. The inverse of the cell is not looked at: programs do not agree on how it lies. */
export function* serverMessage(): MessageParser<ServerMessage> {
  const header = yield* readHeader()
  switch (header) {
    case "STATUS":
      return { kind: "status" }
    case "GETFORCE":
      return { kind: "get-force" }
    case "EXIT":
      return { kind: "exit" }
    case "INIT": {
      const bead = (yield 4).getInt32(0, true)
      return { kind: "init", bead, text: yield* readText(yield* readCount("bytes of text")) }
    }
    case "POSDATA": {
      const cell = transpose(yield* readReals(9)).map((x) => x * bohr)
      yield* readReals(9)
      const positions = (yield* readReals(3 * (yield* readCount("atoms")))).map((x) => x * bohr)
      return { kind: "positions", cell, positions }
    }
    default:
      throw unknownHeader(header, Object.values(HEADERS))
  }
}

function inverseOrZero(m: Float64Array): Float64Array {
  const missing = [0, 1, 2].some((d) => m[d] === 0 && m[3 + d] === 0 && m[6 + d] === 0)
  return missing ? new Float64Array(9) : inverse(m)
}
