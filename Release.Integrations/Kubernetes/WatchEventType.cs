namespace Release.Integrations.Kubernetes;

internal enum WatchEventType
{
    Added,
    Modified,
    Deleted,
    Bookmark,
}
