namespace Jinan.IndustryBrain.AppHost.Health;

/// <summary>The words of the health page, Chinese first.</summary>
internal sealed record HealthWords(
    string Language, string Title, string Other, string OtherLanguage, string Alarms, string NoAlarms, string Process, string State, string Restarts,
    string Since, string Says, string Version, string Disk, string NewestValue, string AliveThrough, string Machines, string Values, string Pending,
    string LastBackup, string Never, string Certificate, string NotSecured, string WhatToDo, IReadOnlyDictionary<HealthState, string> States)
{
    private static readonly HealthWords Chinese = new(
        "zh", "济南产业大脑：运行状况", "English", "en", "告警", "没有告警", "进程", "状态", "重启次数", "自", "自述", "版本", "磁盘剩余", "最新数值",
        "数据完整至", "设备连接", "已存数值", "待上传", "最近备份", "从未", "TLS 证书有效至", "未启用 TLS", "每个告警的处理办法见 docs/operations.md。",
        new Dictionary<HealthState, string>
        {
            [HealthState.Starting] = "启动中", [HealthState.Healthy] = "正常", [HealthState.Degraded] = "需要关注", [HealthState.Unhealthy] = "异常",
        });

    private static readonly HealthWords English = new(
        "en", "Jinan Industry Brain: health", "中文", "zh", "Alarms", "No alarms", "Process", "State", "Restarts", "Since", "Says", "Version", "Disk left",
        "Newest value", "Complete through", "Machines connected", "Values stored", "Waiting for the city", "Last backup", "never",
        "TLS certificate valid until", "no TLS", "What to do about each alarm stands in docs/operations.md.",
        new Dictionary<HealthState, string>
        {
            [HealthState.Starting] = "starting", [HealthState.Healthy] = "healthy", [HealthState.Degraded] = "wants attention", [HealthState.Unhealthy] = "unhealthy",
        });

    public static HealthWords In(string? language) => language == "en" ? English : Chinese;

    public string Of(Alarm alarm) => Language == "en" ? AlarmKinds.All[alarm.Id].English : AlarmKinds.All[alarm.Id].Chinese;
}
