import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startDemo } from '../demo.ts';
import { Page } from './Page.tsx';

startDemo((element, threepids) => {
  const root = createRoot(element);
  root.render(
    <StrictMode>
      <Page threepids={threepids} />
    </StrictMode>,
  );
  return () => root.unmount();
});
