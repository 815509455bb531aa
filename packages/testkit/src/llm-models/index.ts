export * from './honest-model.ts';
export * from './memorising-model.ts';
export * from './obedient-model.ts';
