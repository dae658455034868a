namespace Release.Tests.Unit.Kubernetes;

/// <summary>One version of an object in a scripted cluster.</summary>
internal sealed record ScriptedObject(string Namespace, string Name, string Uid, long Version)
{
    public string Key => $"{Namespace}/{Name}";

    public string Json =>
        $$$"""{"metadata":{"name":"{{{Name}}}","namespace":"{{{Namespace}}}","uid":"{{{Uid}}}","resourceVersion":"{{{Version}}}","labels":{"of":"{{{Name}}}"} } }""";
}
