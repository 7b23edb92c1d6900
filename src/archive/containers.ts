// This room as the port of core/container.ts. Loading it loads all decompressors but node:zlib.
import type { Containers } from '../core/container.ts';
import { Budget } from './budget.ts';
import { type ContainerKind, containerKind } from './kind.ts';
import { openContainer } from './open.ts';

export const containers: Containers = {
  kindOf: containerKind,
  newBudget: () => new Budget(),
  open: (kind, input, budget) => openContainer(kind as ContainerKind, input, budget as Budget),
};
