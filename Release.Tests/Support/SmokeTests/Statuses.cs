namespace Release.Tests.Support.SmokeTests;

/// <summary>What kubelets and controllers write, as the API server shows it.</summary>
internal static class Statuses
{
    public const string Complete = """{"succeeded":1,"conditions":[{"type":"SuccessCriteriaMet","status":"True"},{"type":"Complete","status":"True"}]}""";

    public const string Failed = """{"failed":1,"conditions":[{"type":"Failed","status":"True","reason":"BackoffLimitExceeded","message":"Job has reached the specified backoff limit"}]}""";

    public const string TooLong = """{"failed":1,"conditions":[{"type":"FailureTarget","status":"True","reason":"DeadlineExceeded","message":"Job was active longer than specified deadline"}]}""";

    public static string Pod(string status, string name = "tests-1", string metadata = "", string containers = """[{"name":"smoke-test","image":"tests:1"}]""") =>
        $$"""{"metadata":{"name":"{{name}}","namespace":"apps"{{metadata}}},"spec":{"containers":{{containers}}},"status":{{status}}}""";

    public static string Running => Pod("""{"phase":"Running","containerStatuses":[{"name":"smoke-test","ready":true,"state":{"running":{"startedAt":"2026-11-22T12:00:02Z"}}}]}""");

    public static string Waiting(string reason, string message = "") =>
        Pod($$$$"""{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"True"}],"containerStatuses":[{"name":"smoke-test","ready":false,"state":{"waiting":{"reason":"{{{{reason}}}}","message":"{{{{message}}}}"}}}]}""");

    public static string Unschedulable =>
        Pod("""{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"0/3 nodes are available: 3 Insufficient cpu."}]}""");

    public static string Ended(int code, string reason = "Error", string more = "") =>
        Pod($$$$"""{"phase":"{{{{(code == 0 ? "Succeeded" : "Failed")}}}}"{{{{more}}}},"containerStatuses":[{"name":"smoke-test","ready":false,"state":{"terminated":{"exitCode":{{{{code}}}},"reason":"{{{{reason}}}}"}}}]}""");
}
