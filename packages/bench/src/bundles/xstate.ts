export * from 'xstate';
