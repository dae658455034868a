namespace Release.Integrations.Kubernetes;

/// <summary>PEM text, or the path of a file that holds it. Its text shows neither.</summary>
internal sealed record PemSource(string Field, string? Text, string? Path)
{
    public bool IsFile => Text is null;

    /// <exception cref="KubeconfigException">The file cannot be read.</exception>
    public string Read()
    {
        try
        {
            return Text ?? File.ReadAllText(Path!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KubeconfigException($"The file that the kubeconfig's {Field} names cannot be read ({exception.GetType().Name}).", exception);
        }
    }

    public override string ToString() => Field;
}
