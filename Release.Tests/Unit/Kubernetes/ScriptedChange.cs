namespace Release.Tests.Unit.Kubernetes;

/// <summary>One entry of a scripted cluster's history.</summary>
/// <param name="Type"><c>ADDED</c>, <c>MODIFIED</c> or <c>DELETED</c>.</param>
/// <param name="Object">With the version of the change, also when it is deleted.</param>
internal sealed record ScriptedChange(string Type, ScriptedObject Object);
