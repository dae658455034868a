namespace Release.Tests.Integration.Registry;

internal sealed record RegistryQuestion(string Method, string Path, string Authorization, string Accept);
