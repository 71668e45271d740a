import type { Graph } from "../../../graph/graph.ts"
import type { Evaluation, JacobianBlock } from "../../potential.ts"
import type { ChargeResponse } from "./charge-response.ts"

/** Adds energies, forces and virial of structure s to those of the whole graph. */
export function addResponse({ energies, forces, virial }: ChargeResponse, graph: Graph, s: number, out: Evaluation): void {
  const first = graph.structures[s]
  for (let i = 0; i < energies.length; i++) out.energies[first + i] += energies[i]
  for (let k = 0; k < forces.length; k++) out.forces[3 * first + k] += forces[k]
  for (let v = 0; v < 6; v++) out.virials[6 * s + v] += virial[v]
}

/** Adds them as the derivatives with respect to parameter k. */
export function addResponseColumn({ energies, forces, virial }: ChargeResponse, block: JacobianBlock, k: number): void {
  const { stride } = block
  const column = block.column + k
  for (let i = 0; i < energies.length; i++) block.energy[column] += energies[i]
  for (let row = 0; row < forces.length; row++) block.forces[row * stride + column] += forces[row]
  for (let v = 0; v < 6; v++) block.virial[v * stride + column] += virial[v]
}
