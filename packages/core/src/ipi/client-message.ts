import { bohr, hartree } from "../units/constants.ts"
import { matrixFromVoigt, virial, type Virial, voigtFromMatrix } from "../units/stress.ts"
import type { MessageParser } from "./message-stream.ts"
import { readCount, readHeader, readReals, readText, unknownHeader, writeParts } from "./wire.ts"

/** What a client of the i-PI protocol, which computes forces, says to its server; in units of Luthier. */
export type ClientMessage =
  /** It waits for an `init` message. */
  | { readonly kind: "need-init" }
  /** It waits for positions. */
  | { readonly kind: "ready" }
  /** It has forces. */
  | { readonly kind: "have-data" }
  | ForceMessage

/** Energy, forces and virial of the positions sent last. */
export interface ForceMessage {
  readonly kind: "force"
  /** [eV] */
  readonly energy: number
  /** `[3N]` [eV/Å] */
  readonly forces: Float64Array
  /** `W = −Vσ` [eV], Voigt xx yy zz yz xz xy. */
  readonly virial: Virial
  /** Whatever else the client has to tell, often empty. */
  readonly extras: string
}

const HEADERS = { "need-init": "NEEDINIT", ready: "READY", "have-data": "HAVEDATA", force: "FORCEREADY" } as const

/** The bytes of a message. Forces are the energy [Hartree], the number of atoms, forces [Hartree/Bohr], the virial [Hartree], and a text. */
export function encodeClientMessage(message: ClientMessage): Uint8Array<ArrayBuffer> {
  const header = { header: HEADERS[message.kind] }
  if (message.kind !== "force") return writeParts(header)
  const { energy, forces, extras } = message
  return writeParts(
    header,
    { reals: [energy / hartree] },
    { count: forces.length / 3 },
    { reals: forces.map((f) => f * (bohr / hartree)) },
    { reals: matrixFromVoigt(message.virial).map((w) => w / hartree) },
    { count: new TextEncoder().encode(extras).length },
    { text: extras },
  )
}

/** Reads a message of a client. */
export function* clientMessage(): MessageParser<ClientMessage> {
  const header = yield* readHeader()
  switch (header) {
    case "NEEDINIT":
      return { kind: "need-init" }
    case "READY":
      return { kind: "ready" }
    case "HAVEDATA":
      return { kind: "have-data" }
    case "FORCEREADY": {
      const [energy] = yield* readReals(1)
      const forces = (yield* readReals(3 * (yield* readCount("atoms")))).map((f) => f * (hartree / bohr))
      const matrix = (yield* readReals(9)).map((w) => w * hartree)
      const extras = yield* readText(yield* readCount("bytes of text"))
      return { kind: "force", energy: energy * hartree, forces, virial: virial(voigtFromMatrix(wholeMatrix(matrix))), extras }
    }
    default:
      throw unknownHeader(header, Object.values(HEADERS))
  }
}

/** A symmetric matrix of which only one triangle was sent, as LAMMPS does; any other as it is. */
function wholeMatrix(m: Float64Array): Float64Array {
  const upper = [m[1], m[2], m[5]]
  const lower = [m[3], m[6], m[7]]
  const zero = (values: readonly number[]): boolean => values.every((value) => value === 0)
  const [xy, xz, yz] = zero(lower) ? upper : lower
  return zero(lower) || zero(upper) ? Float64Array.of(m[0], xy, xz, xy, m[4], yz, xz, yz, m[8]) : m
}
