// Lists and watches ConfigMaps with the official client, whose informer it is, and prints each thing it is told as one line.
// Arguments: kubeconfig, namespace. Ends when the object named "last" was deleted; breaks off when standard input closes.
import { KubeConfig, CoreV1Api, AppsV1Api, VersionApi, makeInformer } from '@kubernetes/client-node';

const [kubeconfig, namespace] = process.argv.slice(2);
const config = new KubeConfig();
config.loadFromFile(kubeconfig);

const say = (...words) => process.stdout.write(words.join(' ') + '\n');
const core = config.makeApiClient(CoreV1Api);

const version = await config.makeApiClient(VersionApi).getCode();
say('version', version.major, version.minor);
const deployments = await config.makeApiClient(AppsV1Api).listNamespacedDeployment({ namespace });
say('deployments', ...deployments.items.map((item) => `${item.metadata.name}:${item.spec.replicas}`).sort());

const path = `/api/v1/namespaces/${namespace}/configmaps`;
const informer = makeInformer(config, path, () => core.listNamespacedConfigMap({ namespace, labelSelector: 'seen=by-node' }), 'seen=by-node');
const describe = (item) => `${item.metadata.name}=${item.data?.value ?? ''}`;
informer.on('add', (item) => say('add', describe(item)));
informer.on('update', (item) => say('update', describe(item)));
informer.on('delete', (item) => {
  say('delete', describe(item));
  if (item.metadata.name === 'last') {
    say('cache', ...informer.list().map(describe).sort());
    process.exit(0);
  }
});
informer.on('error', (error) => {
  say('error', error?.code ?? error?.message ?? error);
  informer.start(); // As its documentation recommends: begin again after a cut watch.
});
informer.on('connect', () => say('connect'));
await informer.start();
process.stdin.on('end', () => process.exit(3));
process.stdin.resume();
