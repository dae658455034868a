namespace Release.Integrations.Kubernetes;

/// <summary>
/// The kubeconfig's files, read again when one of them changes: the sandbox writes its own at each start, with new ports,
/// and a live one may be renewed.
/// </summary>
/// <param name="paths">One or several, separated as in PATH; of two entries with the same name the first counts.</param>
internal sealed class KubeconfigFiles(string? paths)
{
    private string _stamp = "";
    private KubeconfigFile? _file;

    /// <exception cref="KubeconfigException">They cannot be read. Files that are missing are passed over as long as one is there.</exception>
    public KubeconfigFile Read()
    {
        string[] all = (paths ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (all.Length == 0)
        {
            throw new KubeconfigException($"{ClustersOptions.Section}:Kubeconfig is not set.");
        }

        try
        {
            var there = all.Where(File.Exists).ToList();
            if (there.Count == 0)
            {
                throw new KubeconfigException($"The kubeconfig {string.Join(" or ", all)} does not exist (yet).");
            }

            var stamp = string.Join('\n', there.Select(Stamp));
            if (_file is null || stamp != _stamp)
            {
                _file = KubeconfigFile.Parse(there.Select(path => (File.ReadAllText(path), Path.GetDirectoryName(Path.GetFullPath(path))!)));
                _stamp = stamp;
            }

            return _file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KubeconfigException($"The kubeconfig {paths} cannot be read ({exception.GetType().Name}).", exception);
        }
    }

    /// <summary>A mounted secret is a link that is turned to another file when it is renewed.</summary>
    private static string Stamp(string path)
    {
        var file = File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
        return $"{file.FullName} {file.LastWriteTimeUtc.Ticks} {file.Length}";
    }
}
