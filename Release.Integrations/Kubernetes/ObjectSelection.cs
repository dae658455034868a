namespace Release.Integrations.Kubernetes;

/// <summary>Which objects of a kind.</summary>
/// <param name="Namespace">Null for all.</param>
/// <param name="Labels">A label selector, for example <c>app.govuk/repository-name=publisher</c>.</param>
/// <param name="Fields">A field selector, for example <c>involvedObject.name=publisher-1</c>.</param>
internal sealed record ObjectSelection(string? Namespace = null, string? Labels = null, string? Fields = null)
{
    public IEnumerable<(string Key, string Value)> Query()
    {
        if (Labels is not null)
        {
            yield return ("labelSelector", Labels);
        }

        if (Fields is not null)
        {
            yield return ("fieldSelector", Fields);
        }
    }
}
