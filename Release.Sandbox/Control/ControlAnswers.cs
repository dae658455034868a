using System.Text.Json;
using System.Text.Json.Serialization;

namespace Release.Sandbox.Control;

/// <summary>Answers of the control API: JSON, and problem documents (RFC 9457) that name the field and the remedy.</summary>
internal static class ControlAnswers
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    private static readonly JsonSerializerOptions ProblemFormat = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static Task Ok<T>(HttpContext context, T value) => context.Response.WriteAsJsonAsync(value, Format, context.RequestAborted);

    public static Task NoContent(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public static Task Problem(HttpContext context, int status, string title, string detail) =>
        WriteAsync(context, new ProblemDocument(status, title, detail, null, null));

    public static Task NotFound(HttpContext context, string detail) => Problem(context, StatusCodes.Status404NotFound, "Not found", detail);

    public static Task Conflict(HttpContext context, string detail) => Problem(context, StatusCodes.Status409Conflict, "Not possible now", detail);

    /// <summary>422; <c>field</c> and <c>errors</c> say the same for people and for programs.</summary>
    public static Task Fields(HttpContext context, IReadOnlyDictionary<string, string[]> errors)
    {
        var field = errors.First().Key;
        var detail = string.Join(' ', errors.Select(error => $"{error.Key}: {string.Join(' ', error.Value)}"));
        return WriteAsync(context, new ProblemDocument(StatusCodes.Status422UnprocessableEntity, $"{field} is not valid", detail, field, errors));
    }

    public static Task Field(HttpContext context, string field, string reason) =>
        Fields(context, new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [reason] });

    private static Task WriteAsync(HttpContext context, ProblemDocument problem)
    {
        context.Response.StatusCode = problem.Status;
        return context.Response.WriteAsJsonAsync(problem, ProblemFormat, "application/problem+json", context.RequestAborted);
    }

    private sealed record ProblemDocument(int Status, string Title, string Detail, string? Field, IReadOnlyDictionary<string, string[]>? Errors);
}
