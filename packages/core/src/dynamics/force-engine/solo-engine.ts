import type { Structure } from "../../atoms/structure.ts"
import { cellVolume } from "../../atoms/cell.ts"
import { soloTeam } from "../../kernels/team.ts"
import { Room } from "../neighbour-list/room.ts"
import type { EngineShare } from "./engine-share.ts"
import type { ForceEngine, Forces } from "./force-engine.ts"

/** The engine of a share that does all in this thread. */
export function soloEngine(share: EngineShare): ForceEngine {
  const team = soloTeam()
  const room = new Room()
  const found = { energy: 0, virial: new Float64Array(6) }
  return Object.freeze({
    cutoff: share.cutoff,
    evaluate(structure: Structure): Forces {
      const { length } = structure.positions
      const positions = room.f64("positions", length).subarray(0, length)
      positions.set(structure.positions)
      const forces = room.f64("forces", length).subarray(0, length)
      share.work(team, { structure: { ...structure, positions }, forces: forces.byteOffset }, found)
      return { energy: found.energy, forces, virial: found.virial, volume: volumeOf(structure) }
    },
    rebuilds: () => share.rebuilds(),
    forget: () => share.forget(),
    release() {
      share.release()
      room.release()
    },
  })
}

/** Volume of a cell with three vectors [Å³]; 0 without. */
export function volumeOf({ cell }: Structure): number {
  return cell ? cellVolume(cell) : 0
}
