using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Release.Core.Configuration;
using Release.Core.Deployments;
using Release.Core.Failures;
using Release.Core.Storage;
using Release.Data;

namespace Release.Web.Errors;

/// <summary>Maps expected exceptions to problem documents; any other exception stays a 500 without details.</summary>
internal sealed partial class ExceptionProblems(ILogger<ExceptionProblems> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            BadHttpRequestException bad => Problems.Of(bad.StatusCode, "The request is not valid", bad.Message),
            IllegalTransitionException illegal => Problems.Conflict(illegal.Message),
            StaleWriteException => Problems.Conflict("Somebody else changed this at the same moment. Look at it again, then repeat your request."),
            ConfigFileMissingException missing => Problems.NotFound(missing.Message),
            ConfigFileRefusedException refused => Problems.Conflict(refused.Message),
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

    /// <summary>The database client's message can name hosts and users, so only the log gets it.</summary>
    private ProblemHttpResult NotNow(HttpContext context, Exception exception)
    {
        Log.DatabaseTrouble(logger, context.Request.Path, exception);
        context.Response.Headers.RetryAfter = "1";
        return DiskTrouble.IsFull(exception)
            ? Problems.Of(StatusCodes.Status503ServiceUnavailable, "The disk is full", "Nothing was stored. Repeat the request when there is space again.")
            : Problems.Of(StatusCodes.Status503ServiceUnavailable, "The database is busy", "It did not answer in time. Check whether the request took effect, then repeat it.");
    }

    private static partial class Log
    {
        [LoggerMessage(5020, LogLevel.Warning, "A request to {Path} was answered 503, because the database's disk is full, the database did not answer in time, or it chose this request as a deadlock's victim.")]
        public static partial void DatabaseTrouble(ILogger logger, string path, Exception exception);
    }
}
