namespace Release.Sandbox.Kubernetes.Requests;

/// <summary>The parameters of a list or watch (kubernetes.io, "Kubernetes API Concepts"), checked as the server checks them.</summary>
internal sealed record ListOptions(string ResourceVersion, string Match, long? Limit, string Continue, bool SendInitialEvents)
{
    public const string Exact = "Exact";
    public const string NotOlderThan = "NotOlderThan";

    /// <summary>0 also for none; what differs between them is said by <see cref="ResourceVersion"/>.</summary>
    public long Version { get; private init; }

    /// <exception cref="KubernetesError">400 or 422 for what does not go together.</exception>
    public static ListOptions Read(IQueryCollection query, bool watch)
    {
        var options = new ListOptions(
            (string?)query["resourceVersion"] ?? "",
            (string?)query["resourceVersionMatch"] ?? "",
            QueryText.Number(query["limit"]) is { } limit and > 0 ? limit : null,
            (string?)query["continue"] ?? "",
            QueryText.IsTrue(query["sendInitialEvents"]));
        if (options.ResourceVersion.Length > 0 && QueryText.Number(options.ResourceVersion) is null)
        {
            throw Invalid("resourceVersion", $"Invalid value: \"{options.ResourceVersion}\": strconv.ParseUint: parsing \"{options.ResourceVersion}\": invalid syntax");
        }

        if (watch)
        {
            options.CheckWatch(query.ContainsKey("sendInitialEvents"));
        }
        else
        {
            options.CheckList(query.ContainsKey("sendInitialEvents"));
        }

        return options with { Version = QueryText.Number(options.ResourceVersion) ?? 0 };
    }

    private void CheckWatch(bool hasInitialEvents)
    {
        if (hasInitialEvents && Match != NotOlderThan)
        {
            throw Invalid("resourceVersionMatch", Match.Length == 0
                ? "Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"
                : $"Unsupported value: \"{Match}\": supported values: \"NotOlderThan\"");
        }

        if (!hasInitialEvents && Match.Length > 0)
        {
            throw Invalid("resourceVersionMatch", "Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
        }
    }

    private void CheckList(bool hasInitialEvents)
    {
        if (hasInitialEvents)
        {
            throw Invalid("sendInitialEvents", "Forbidden: sendInitialEvents is forbidden for list");
        }

        if (Continue.Length > 0 && ResourceVersion is not ("" or "0"))
        {
            throw KubernetesError.BadRequest("specifying resource version is not allowed when using continue");
        }

        if (Match.Length == 0)
        {
            return;
        }

        if (ResourceVersion.Length == 0)
        {
            throw Invalid("resourceVersionMatch", "Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided");
        }

        if (Continue.Length > 0)
        {
            throw Invalid("resourceVersionMatch", "Forbidden: resourceVersionMatch is forbidden when continue is provided");
        }

        if (Match is not (Exact or NotOlderThan))
        {
            throw Invalid("resourceVersionMatch", $"Unsupported value: \"{Match}\": supported values: \"Exact\", \"NotOlderThan\", \"\"");
        }

        if (Match == Exact && ResourceVersion == "0")
        {
            throw Invalid("resourceVersionMatch", "Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
        }
    }

    private static KubernetesError Invalid(string field, string what) => KubernetesError.InvalidOption("ListOptions", field, what);
}
