using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Release.Core.Deployments;
using Release.Core.Failures;
using Release.Core.Storage;
using Release.Data;

namespace Release.Web.Errors;

/// <summary>Turns expected exceptions into the answers they mean; the rest stays 500 without its details.</summary>
internal sealed partial class ExceptionProblems(ILogger<ExceptionProblems> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            BadHttpRequestException bad => Problems.Of(bad.StatusCode, "The request is not valid", bad.Message),
            IllegalTransitionException illegal => Problems.Conflict(illegal.Message),
            StaleWriteException => Problems.Conflict("Somebody else changed the same at the same moment. Look again, then repeat."),
            OutsideException outside => Problems.Of(
                StatusCodes.Status503ServiceUnavailable, "A system that Release needs did not answer", outside.Message),
            _ when DatabaseBusy.Is(exception) || DiskTrouble.IsFull(exception) => NotNow(httpContext, exception),
            _ => null,
        };
        if (problem is null)
        {
            return false;
        }

        await problem.ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>Its own words can name hosts and users: they stand in the log only.</summary>
    private ProblemHttpResult NotNow(HttpContext context, Exception exception)
    {
        Log.DatabaseTrouble(logger, context.Request.Path, exception);
        context.Response.Headers.RetryAfter = "1";
        return DiskTrouble.IsFull(exception)
            ? Problems.Of(StatusCodes.Status503ServiceUnavailable, "The disk is full", "Nothing was stored. Repeat when there is room.")
            : Problems.Of(StatusCodes.Status503ServiceUnavailable, "The database is busy", "It did not answer in time. Look whether it was done, then repeat.");
    }

    private static partial class Log
    {
        [LoggerMessage(5020, LogLevel.Warning, "A request to {Path} was answered 503, because the database has no room, did not answer in time, or another request was preferred.")]
        public static partial void DatabaseTrouble(ILogger logger, string path, Exception exception);
    }
}
