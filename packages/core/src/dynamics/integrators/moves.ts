import type { Motion } from "../motion/motion.ts"

/** v += h F/m */
export function kick({ velocities, forces, masses }: Motion, h: number): void {
  for (let i = 0, k = 0; i < masses.length; i++, k += 3) {
    const change = h / masses[i]
    velocities[k] += change * forces[k]
    velocities[k + 1] += change * forces[k + 1]
    velocities[k + 2] += change * forces[k + 2]
  }
}

/** r += h v */
export function drift({ positions, velocities }: Motion, h: number): void {
  for (let k = 0; k < positions.length; k++) positions[k] += h * velocities[k]
}

/** v *= factor */
export function scaleVelocities({ velocities }: Motion, factor: number): void {
  for (let k = 0; k < velocities.length; k++) velocities[k] *= factor
}
