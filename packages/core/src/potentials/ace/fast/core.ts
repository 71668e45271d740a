import { kernels } from "../../../kernels/kernels.ts"
import type { CompiledCentre } from "./compiled-centre.ts"
import type { Workspace } from "./workspace.ts"

/** Core energy of the centre in a lane [eV], after `sumNeighbours`; the slopes of each neighbour are left in its block. */
export function coreEnergy(centre: CompiledCentre, work: Workspace, lane: number): number {
  const { exports } = kernels()
  let energy = 0
  for (let z = 0; z < centre.channels.length; z++) {
    const channels = centre.channels[z]
    const room = work.lanes[lane][z]
    if (!channels?.core || !room) continue
    const { block, coreRow, radial, core } = channels
    const blocks = work.filled[lane * centre.channels.length + z]
    energy += exports["aceCore"]!(
      blocks,
      room.blocks.byteOffset,
      block,
      coreRow,
      radial.cutoff,
      core.perStep,
      core.rows,
      core.coefficients.byteOffset,
    )
  }
  return energy
}
