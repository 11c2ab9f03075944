import { createApp } from 'vue';
import { startDemo } from '../demo.ts';
import Page from './Page.vue';

startDemo((element, threepids) => {
  const app = createApp(Page, { threepids });
  app.mount(element);
  return () => app.unmount();
});
