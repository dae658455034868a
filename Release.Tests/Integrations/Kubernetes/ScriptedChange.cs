namespace Release.Tests.Integrations.Kubernetes;

/// <summary>One version of an object in a scripted cluster.</summary>
internal sealed record ScriptedObject(string Namespace, string Name, string Uid, long Version)
{
    public string Key => $"{Namespace}/{Name}";

    public string Json =>
        $$$"""{"metadata":{"name":"{{{Name}}}","namespace":"{{{Namespace}}}","uid":"{{{Uid}}}","resourceVersion":"{{{Version}}}","labels":{"of":"{{{Name}}}"} } }""";
}

/// <summary>One entry of a scripted cluster's history.</summary>
/// <param name="Type"><c>ADDED</c>, <c>MODIFIED</c> or <c>DELETED</c>.</param>
/// <param name="Object">With the version of the change, also when it is deleted.</param>
internal sealed record ScriptedChange(string Type, ScriptedObject Object);
