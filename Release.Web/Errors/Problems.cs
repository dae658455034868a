using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Release.Web.Errors;

/// <summary>Problem documents (RFC 9457): what is wrong, in which field, and what to do.</summary>
public static class Problems
{
    public static ProblemHttpResult Of(int status, string title, string detail) =>
        TypedResults.Problem(new ProblemDetails { Status = status, Title = title, Detail = detail });

    /// <summary>422 with the field at fault; <c>field</c> and <c>errors</c> say the same for people and for programs.</summary>
    public static ProblemHttpResult Field(string field, string reason) => Fields(
        new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [reason] });

    public static ProblemHttpResult Fields(IReadOnlyDictionary<string, string[]> errors)
    {
        var (field, reasons) = errors.First();
        return TypedResults.Problem(new ProblemDetails
        {
            Status = StatusCodes.Status422UnprocessableEntity,
            Title = $"{field} is not valid",
            Detail = string.Join(' ', errors.Select(error => $"{error.Key}: {string.Join(' ', error.Value)}")),
            Extensions = { ["field"] = field, ["errors"] = errors },
        });
    }

    public static ProblemHttpResult Forbidden(string reason) => Of(StatusCodes.Status403Forbidden, "Not allowed", reason);

    public static ProblemHttpResult NotFound(string detail) => Of(StatusCodes.Status404NotFound, "Not found", detail);

    public static ProblemHttpResult Conflict(string detail) => Of(StatusCodes.Status409Conflict, "Not possible now", detail);
}
